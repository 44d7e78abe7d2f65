using System.CommandLine;
using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace Quickstart;

/// <param name="Query">The path of an image, a text, or null for the painted demo images.</param>
/// <param name="MusicFolder">A folder of music, or null for the synthesized demo tracks.</param>
internal sealed record Arguments(string? Query, string? MusicFolder, string Page, Listening Listening, ImageLimits Limits)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var query = CommandLine.Word("IMAGE|TEXT", "An image (JPEG, PNG, WebP and others) or some words; without it, four painted images.");
        query.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var word }]) return;
            if (string.IsNullOrWhiteSpace(word)) result.AddError("The text is empty.");
            else if (!File.Exists(word) && MediaFiles.KindOfExtension(word) == MediaKind.Image) result.AddError($"There is no picture '{word}'.");
        });
        var folder = CommandLine.FolderArgument("MUSICFOLDER", "Music, including the folders below; without it, eight synthesized tracks.");
        var page = CommandLine.Text("--out", "FILE.html", "The page.", "mmva-quickstart.html");
        var command = new RootCommand("""
            Ranks music by how well it fits the mood of an image or a text, and writes a page to look at and listen to.
            WAV files are read directly; other audio needs the program ffmpeg.
            """) { query, folder, page };
        Listening.AddTo(command);
        ImageLimits.AddTo(command);
        command.SetAction((line, cancellationToken) => run(
            Of(
                line.GetValue(query), line.GetValue(folder)?.ToString(), line.GetRequiredValue(page), Listening.Of(line), ImageLimits.Of(line)),
            cancellationToken));
        return command;
    }

    // a lone folder is music for the demo images
    private static Arguments Of(string? query, string? folder, string page, Listening listening, ImageLimits limits) =>
        folder is null && Directory.Exists(query) ? new(null, query, page, listening, limits) : new(query, folder, page, listening, limits);
}
