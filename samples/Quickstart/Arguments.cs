namespace Quickstart;

/// <summary>What the user asked for.</summary>
/// <param name="Query">A picture's path or a text; null for the painted demo pictures.</param>
/// <param name="MusicFolder">A folder of music; null for the synthesised demo tracks.</param>
/// <param name="Page">Where the HTML page goes.</param>
internal sealed record Arguments(string? Query, string? MusicFolder, string Page)
{
    public const string Usage = """
        Ranks music by how well it fits the mood of a picture or a text, and writes a page to look at and listen to.

        usage: dotnet run -c Release --project samples/Quickstart -- [IMAGE|TEXT] [MUSICFOLDER] [--out FILE.html]

          IMAGE|TEXT      a picture (JPEG, PNG, WebP, GIF, BMP) or some words; without it, four painted pictures
          MUSICFOLDER     a folder of music, searched with its subfolders; without it, eight synthesised tracks
          --out FILE      the page (default: mmva-quickstart.html here)

        WAV files are read directly; other audio needs the program ffmpeg.
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">The command line makes no sense; the message says why.</exception>
    public static Arguments Parse(string[] args)
    {
        var words = new List<string>();
        var page = "mmva-quickstart.html";
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--out") page = ++i < args.Length ? args[i] : throw new ArgumentException("--out needs a file name.");
            else if (args[i].StartsWith("--", StringComparison.Ordinal)) throw new ArgumentException($"There is no option {args[i]}.");
            else words.Add(args[i]);
        }
        if (words.Count > 2) throw new ArgumentException($"At most a query and a folder are taken, not {words.Count} words; put a text in quotes.");

        // a lone folder is music for the demo pictures
        if (words is [var only] && Directory.Exists(only)) return new(null, only, page);
        var query = words.ElementAtOrDefault(0);
        if (query is not null && string.IsNullOrWhiteSpace(query)) throw new ArgumentException("The text is empty.");
        if (query is not null && !File.Exists(query) && Path.GetExtension(query).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".webp" or ".gif" or ".bmp")
            throw new ArgumentException($"There is no picture {query}.");
        if (words.ElementAtOrDefault(1) is { } folder && !Directory.Exists(folder)) throw new ArgumentException($"There is no folder {folder}.");
        return new(query, words.ElementAtOrDefault(1), page);
    }
}
