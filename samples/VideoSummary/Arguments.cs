using System.Globalization;
using Mmva.Tasks.VideoSummaries;

namespace SummarizeVideo;

/// <summary>What the user asked for.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        Finds the most exciting shots of a video, and makes a summary of them.

        usage: dotnet run -c Release --project samples/VideoSummary -- VIDEO [-o FOLDER] [--share 0.15] [--arousal images|music|both] [--value mean|total] [--shots SECONDS] [--cut]
               dotnet run -c Release --project samples/VideoSummary -- --evaluate tvsum|summe FOLDER [--videos FOLDER]

          VIDEO              any video that ffmpeg reads
          -o FOLDER          where the results go (default: a folder beside here, named after the video)
          --share PART       the longest summary, as a part of the video (default: 0.15)
          --arousal OF       whose arousal counts: of the images (default), of the music, or the mean of both
          --value OF         what a shot is worth: its mean arousal (default), which prefers short shots, or the total over its length
          --shots SECONDS    shots of equal length; by default they end where the pictures change
          --cut              also writes the cut video, summary.mp4

          --evaluate SET     compares random, constant and human scores with the people who annotated TVSum or SumMe; FOLDER holds the annotations
          --videos FOLDER    with the videos of the set, named after their ids: compares Mmva, too

        Needs the programs ffmpeg and ffprobe.
        """;

    public string? Video { get; private set; }
    public string? Output { get; private set; }
    public bool Cut { get; private set; }
    public (string Set, string Folder)? Evaluate { get; private set; }
    public string? Videos { get; private set; }
    public VideoSummaryOptions Options { get; } = new();

    /// <exception cref="ArgumentException">The command line makes no sense; the message says why.</exception>
    public static Arguments Parse(string[] args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value.");
            double Number() => double.TryParse(Value(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw new ArgumentException($"'{args[i]}' is no number.");
            switch (args[i])
            {
                case "-o": parsed.Output = Value(); break;
                case "--share": parsed.Options.Share = Number() is > 0 and <= 1 and var share ? share : throw new ArgumentException("A share is above 0 and up to 1: 0.15 for 15 %."); break;
                case "--arousal": parsed.Options.Arousal = Source(Value()); break;
                case "--value": parsed.Options.Value = Value() switch { "mean" => ShotValue.MeanArousal, "total" => ShotValue.TotalArousal, var other => throw new ArgumentException($"'{other}' is neither mean nor total.") }; break;
                case "--shots":
                    parsed.Options.ShotLength = TimeSpan.FromSeconds(Number() is > 0 and < 1e6 and var seconds ? seconds : throw new ArgumentException("Shots are longer than 0 seconds."));
                    parsed.Options.Shots = ShotDetection.FixedLength;
                    break;
                case "--cut": parsed.Cut = true; break;
                case "--evaluate": parsed.Evaluate = (Value() is "tvsum" or "summe" ? args[i] : throw new ArgumentException($"'{args[i]}' is neither tvsum nor summe."), Value()); break;
                case "--videos": parsed.Videos = Value(); break;
                case var option when option.StartsWith('-'): throw new ArgumentException($"There is no option {option}.");
                default: parsed.Video = parsed.Video is null ? args[i] : throw new ArgumentException("One video is taken at a time."); break;
            }
        }
        if (parsed.Video is null == parsed.Evaluate is null) throw new ArgumentException(parsed.Video is null ? "There is no video." : "A video and --evaluate do not go together.");
        if (parsed.Videos is not null && parsed.Evaluate is null) throw new ArgumentException("--videos goes with --evaluate.");
        return parsed;
    }

    /// <summary>Takes over the options of summaries.</summary>
    public void Apply(VideoSummaryOptions options) =>
        (options.Share, options.Arousal, options.Value, options.Shots, options.ShotLength) = (Options.Share, Options.Arousal, Options.Value, Options.Shots, Options.ShotLength);

    private static ArousalSource Source(string text) => text switch
    {
        "images" => ArousalSource.Images,
        "music" => ArousalSource.Music,
        "both" => ArousalSource.Both,
        _ => throw new ArgumentException($"'{text}' is none of images, music, both."),
    };
}
