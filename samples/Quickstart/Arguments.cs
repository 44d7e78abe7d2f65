using System.CommandLine;

namespace Quickstart;

/// <summary>What the user asked for.</summary>
/// <param name="Query">A picture's path or a text; null for the painted demo pictures.</param>
/// <param name="MusicFolder">A folder of music; null for the synthesised demo tracks.</param>
/// <param name="Page">Where the HTML page goes.</param>
internal sealed record Arguments(string? Query, string? MusicFolder, string Page)
{
    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var query = new Argument<string?>("IMAGE|TEXT") { Description = "A picture (JPEG, PNG, WebP, GIF, BMP) or some words; without it, four painted pictures.", Arity = ArgumentArity.ZeroOrOne };
        query.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var word }]) return;
            if (string.IsNullOrWhiteSpace(word)) result.AddError("The text is empty.");
            else if (!File.Exists(word) && Path.GetExtension(word).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".webp" or ".gif" or ".bmp") result.AddError($"There is no picture '{word}'.");
        });
        var folder = new Argument<DirectoryInfo>("MUSICFOLDER") { Description = "A folder of music, searched with its subfolders; without it, eight synthesised tracks.", Arity = ArgumentArity.ZeroOrOne }.AcceptExistingOnly();
        var page = new Option<string>("--out") { HelpName = "FILE.html", Description = "The page.", DefaultValueFactory = _ => "mmva-quickstart.html" };
        var command = new RootCommand("""
            Ranks music by how well it fits the mood of a picture or a text, and writes a page to look at and listen to.
            WAV files are read directly; other audio needs the program ffmpeg.
            """) { query, folder, page };
        command.SetAction((line, cancellationToken) => run(Of(line.GetValue(query), line.GetValue(folder), line.GetRequiredValue(page)), cancellationToken));
        return command;
    }

    // a lone folder is music for the demo pictures
    private static Arguments Of(string? query, DirectoryInfo? folder, string page) => folder is null && Directory.Exists(query) ? new(null, query, page) : new(query, folder?.ToString(), page);
}
