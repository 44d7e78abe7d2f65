using System.Globalization;
using ConsoleProgram;
using Mmva.Data;

namespace Web;

/// <param name="MusicFolder">A folder of music, or null for the synthesized demo tracks.</param>
internal sealed record Arguments(string? MusicFolder, string? Urls, Listening Listening)
{
    public static readonly string Usage = $"""
        A page that maps a photo to the emotion plane, plays the music that matches it and writes a prompt for more.

        usage: dotnet run -c Release --project samples/Web -- [--music FOLDER] [--excerpt SECONDS|all] [--cache FOLDER|none]
                 [--max-minutes MINUTES] [--max-memory MIB] [--urls ADDRESS]

          --music FOLDER         a folder of music, searched with its subfolders; without it, eight synthesized tracks
          --excerpt SECONDS|all  how much of a long piece is listened to: seconds, in evenly spaced windows, or all of it
                                 (default: {Listening.DefaultSeconds})
          --cache FOLDER|none    keeps what was heard in this folder, so that nothing is listened to again
                                 (default: {FeatureCacheOptions.UserFolder}); none keeps nothing
          --max-minutes MINUTES  the longest piece: what lasts longer is refused (default: {Listening.DefaultMaxMinutes})
          --max-memory MIB       how many MiB the samples of a piece may take (default: {Listening.DefaultMaxMemory})
          --urls ADDRESS         the address to listen on (default: http://localhost:5000; port 0 takes a free one)

        WAV files are read directly; other audio needs the program ffmpeg. Limits of uploads: appsettings.json.
        """;

    /// <summary>What the web host reads of the command line.</summary>
    public string[] ForHost => Urls is null ? [] : ["--urls", Urls];

    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments(null, null, Listening.Default with { Cache = FeatureCacheOptions.UserFolder });
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--music" or "--urls" or "--excerpt" or "--cache" or "--max-minutes" or "--max-memory"))
                throw new ArgumentException($"There is no option {args[i]}.");
            if (i + 1 == args.Length) throw new ArgumentException($"{args[i]} needs a value.");
            var value = args[i + 1];
            if (args[i] == "--excerpt" && Listening.ExcerptError(value) is { } error) throw new ArgumentException(error);
            arguments = args[i] switch
            {
                "--music" => arguments with { MusicFolder = value },
                "--excerpt" => arguments with { Listening = arguments.Listening with { Excerpt = Listening.ExcerptOf(value) } },
                "--cache" => arguments with { Listening = arguments.Listening with { Cache = Listening.CacheOf(value) } },
                "--max-minutes" => arguments with
                {
                    Listening = arguments.Listening with { MaxMinutes = Number(args[i], value, 1, Listening.MostMinutes) },
                },
                "--max-memory" => arguments with
                {
                    Listening = arguments.Listening with { MaxMemory = Number(args[i], value, Listening.LeastMemory, Listening.MostMemory) },
                },
                _ => arguments with { Urls = value },
            };
        }
        if (arguments.MusicFolder is { } folder && !Directory.Exists(folder)) throw new ArgumentException($"There is no folder {folder}.");
        return arguments;
    }

    private static int Number(string option, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : throw new ArgumentException($"{option} takes a number from {least} to {most}, not '{value}'.");
}
