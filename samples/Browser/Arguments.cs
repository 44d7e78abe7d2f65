using System.CommandLine;
using ConsoleProgram;

namespace Browser;

/// <param name="Folder">Where the page is written.</param>
/// <param name="OnnxRuntimeWeb">The archive of onnxruntime-web, or null to use the cache or npm's registry.</param>
internal sealed record Arguments(string Folder, string? OnnxRuntimeWeb)
{
    private static readonly string DefaultFolder = Path.Combine("artifacts", "browser");

    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var folder = CommandLine.Word("FOLDER", $"The folder of the page, created if necessary (default: {DefaultFolder}).");
        folder.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && string.IsNullOrWhiteSpace(word)) result.AddError("FOLDER is empty.");
        });
        var archive = CommandLine.Text(
            "--onnxruntime-web", "FILE.tgz",
            $"The package onnxruntime-web {Browser.OnnxRuntimeWeb.Version} as npm has it; without the option it is downloaded once (33 MB).");
        var command = new RootCommand("""
            Writes a page that maps photos and tracks to the emotion plane inside the browser: static files, which any host serves.
            Running it again replaces its own files; files of others are never overwritten.
            """) { folder, archive };
        command.SetAction((line, cancellationToken) =>
            run(new(line.GetValue(folder) ?? DefaultFolder, line.GetValue(archive)), cancellationToken));
        return command;
    }
}
