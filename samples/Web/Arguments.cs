namespace Web;

/// <param name="MusicFolder">A folder of music, or null for the synthesized demo tracks.</param>
internal sealed record Arguments(string? MusicFolder, string? Urls)
{
    public const string Usage = """
        A page that maps a photo to the emotion plane, plays the music that matches it and writes a prompt for more.

        usage: dotnet run -c Release --project samples/Web -- [--music FOLDER] [--urls ADDRESS]

          --music FOLDER  a folder of music, searched with its subfolders; without it, eight synthesized tracks
          --urls ADDRESS  the address to listen on (default: http://localhost:5000; port 0 takes a free one)

        WAV files are read directly; other audio needs the program ffmpeg. Limits of uploads: appsettings.json.
        """;

    /// <summary>What the web host reads of the command line.</summary>
    public string[] ForHost => Urls is null ? [] : ["--urls", Urls];

    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments(null, null);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--music" or "--urls")) throw new ArgumentException($"There is no option {args[i]}.");
            if (i + 1 == args.Length) throw new ArgumentException($"{args[i]} needs a value.");
            arguments = args[i] == "--music" ? arguments with { MusicFolder = args[i + 1] } : arguments with { Urls = args[i + 1] };
        }
        if (arguments.MusicFolder is { } folder && !Directory.Exists(folder)) throw new ArgumentException($"There is no folder {folder}.");
        return arguments;
    }
}
