using System.Diagnostics;
using Mmva.TestSupport;

namespace Documents.Sessions;

/// <summary>
/// What the READMEs of the samples show is what the samples print: every block <c>console</c> is run, in a new folder for each document. With the
/// environment variable MMVA_UPDATE_READMES, outputs that differ are replaced by what was printed.
/// </summary>
public sealed class SampleOutputTests
{
    private const string Run = "dotnet run -c Release --project samples/", Any = "…";

    // what cannot be run in seconds and without downloads; their outputs are copied from a run
    private static readonly string[] WithoutSession =
    [
        "Browser", // downloads ONNX Runtime for browsers, once; Mmva.Web.Tests runs it
        "EncodeWithPaperTowers", // needs the paper's weights, 1.5 GB
        "PaperTables", // needs data sets, and minutes
        "TorchSharpEncoder", // needs TorchSharp, 500 MB
        "TrainCompact", // needs data sets, and an hour
        "TrainPaper", // needs data sets, and minutes
        "Web", // does not end; Mmva.Web.Tests runs it
    ];

    public static TheoryData<string> Samples =>
    [
        .. Directory.EnumerateFiles(GoldenFiles.Repository("samples"), "README.md", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!)).Except(WithoutSession).Order(StringComparer.Ordinal),
    ];

    [SkippableTheory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_prints_what_its_README_shows(string sample)
    {
        var document = GoldenFiles.Repository("samples", sample, "README.md");
        var text = (await File.ReadAllTextAsync(document)).ReplaceLineEndings("\n");
        var sessions = ConsoleSession.In(document, text);
        sessions.Should().NotBeEmpty("{0} must show what the sample prints", document);
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.File("tests"), GoldenFiles.Repository("tests"));

        var differences = new List<string>();
        var printed = new List<IReadOnlyList<ConsoleStep>>();
        foreach (var session in sessions)
        {
            var steps = new List<ConsoleStep>();
            foreach (var step in session.Steps)
            {
                var output = await PrintAsync(step.Command, folder.Path);
                var isShown = ConsoleSession.Matches(step.Output, output);
                steps.Add(isShown ? step : step with { Output = output });
                if (!isShown) differences.Add($"$ {step.Command}\n{string.Join('\n', output)}");
            }
            printed.Add(steps);
        }

        if (differences.Count > 0 && Environment.GetEnvironmentVariable("MMVA_UPDATE_READMES") is not null)
            await File.WriteAllTextAsync(document, ConsoleSession.Replace(text, printed));
        differences.Should().BeEmpty("{0} must show what is printed", document);
    }

    private static async Task<string[]> PrintAsync(string command, string folder)
    {
        if (!command.StartsWith(Run, StringComparison.Ordinal)) return await ShellAsync(command, folder);
        var words = CommandWords.Of(command[Run.Length..]);
        var (_, output, errors) = await SampleProgram.RunAsync(words[0], folder, [.. words.Skip(2)]);
        return Lines(output.Length > 0 ? output : errors, folder);
    }

    private static async Task<string[]> ShellAsync(string command, string folder)
    {
        Skip.If(OperatingSystem.IsWindows(), "the session needs a shell");
        if (command.StartsWith("ffmpeg ", StringComparison.Ordinal)) FfmpegTool.Require();
        var start = new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, command);
        return Lines(output, folder);
    }

    private static string[] Lines(string output, string folder) =>
        output.Length == 0 ? [] : [.. output.TrimEnd().Split('\n').Select(line => line.TrimEnd().Replace(folder, Any, StringComparison.Ordinal))];
}
