using System.CommandLine;
using ConsoleProgram;
using Mmva;

namespace VectorSearch;

/// <param name="Folder">The folder of images and music, or null for the demo's.</param>
/// <param name="Among">The modality to search, or null for all.</param>
internal sealed record Arguments(
    string? Folder, IReadOnlyList<string> Texts, IReadOnlyList<string> Files, Modality? Among, int Count, Listening Listening, ImageLimits Images)
{
    private const string DefaultText = "a quiet morning by the sea";

    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var folder = CommandLine.FolderArgument("FOLDER", "Images and music, including the folders below; without it, a demo.");
        var text = new Option<string[]>("--text") { HelpName = "TEXT", Description = "Finds what feels like a text; may be given several times." };
        var file = new Option<string[]>("--file")
        {
            HelpName = "FILE", Description = "Finds what feels like an image or a piece of music; may be given several times.",
        }.Checked(path => File.Exists(path) ? null : $"--file: there is no file '{path}'.");
        var among = CommandLine.Choice("--among", "What is found.", "all", "image", "music");
        var count = CommandLine.Number("--count", "N", "The largest number of results for each query.", 1, 1_000_000, fallback: 5);
        var command = new RootCommand($"""
            Finds images and music by Microsoft.Extensions.VectorData: by a text, an image or a piece of music.

            One line per result, nearest first: query, distance on the plane, image|music, valence, arousal and path, tab separated.
            Without --text and --file, the query is "{DefaultText}".
            A file that fails is reported on standard error, the others are still found, and the exit code is 1.
            """) { folder, text, file, among, count };
        Listening.AddTo(command);
        ImageLimits.AddTo(command);
        command.SetAction((line, cancellationToken) =>
        {
            var (texts, files) = (line.GetValue(text) ?? [], line.GetValue(file) ?? []);
            return run(
                new(line.GetValue(folder)?.ToString(), texts.Length + files.Length == 0 ? [DefaultText] : texts, files,
                    line.GetValue(among) switch { "image" => Modality.Image, "music" => Modality.Music, _ => null }, line.GetValue(count),
                    Listening.Of(line), ImageLimits.Of(line)),
                cancellationToken);
        });
        return command;
    }
}
