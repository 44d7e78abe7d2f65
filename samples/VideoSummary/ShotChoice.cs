using System.CommandLine;
using System.Globalization;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace SummarizeVideo;

/// <summary>What <c>--shots</c> asks for: a number of seconds, the changes of the images, the clips of music, or a file of change points.</summary>
/// <param name="Seconds">The length of all shots, or null.</param>
/// <param name="Word">A word or a file, or null for the default.</param>
internal sealed record ShotChoice(double? Seconds, string? Word)
{
    public const string Kts = "kts", Clips = "clips";

    private const double LeastSeconds = 0.001, MostSeconds = 1e6, FramesPerSecond = 30;

    public static Option<string?> Option { get; } = new("--shots")
    {
        HelpName = "SECONDS|kts|clips|FILE",
        Description = "Shots of equal length, shots that end where the images change (kts), or the clips of music. By default clips with --arousal "
            + "music, otherwise kts. With --evaluate also a file of change points, and by default 2 seconds.",
    };

    public bool IsDefault => Seconds is null && Word is null;

    private bool IsFile => Word is not (null or Kts or Clips);

    public static ShotChoice Of(string? word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? new(seconds, null) : new(null, word);

    /// <summary>What is wrong with a value, or null.</summary>
    public static string? Error(string? word, bool evaluates, bool hasVideos)
    {
        var choice = Of(word);
        var known = choice.Seconds is null or (>= LeastSeconds and <= MostSeconds) && (!choice.IsFile || (evaluates && File.Exists(word)));
        var file = evaluates ? ", or an existing file of change points" : "";
        if (!known)
            return FormattableString.Invariant($"--shots takes a number from {LeastSeconds} to {MostSeconds}, kts or clips{file}, not '{word}'.");
        return choice.Word == Kts && evaluates && !hasVideos ? "--shots kts needs the videos: give --videos, or a file of change points." : null;
    }

    public void Apply(VideoSummaryOptions options)
    {
        if (Seconds is { } seconds) (options.Shots, options.ShotLength) = (ShotDetection.FixedLength, TimeSpan.FromSeconds(seconds));
        else if (Word == Kts) options.Shots = ShotDetection.KernelTemporalSegmentation;
        else if (Word == Clips) options.Shots = ShotDetection.MusicClips;
    }

    /// <summary>The lengths of the shots of annotated videos, and what to call them.</summary>
    /// <param name="scores">The scores of a video, with the shots that its images have.</param>
    /// <param name="clip">The length of the clips of music.</param>
    public (string Name, Func<AnnotatedVideo, IReadOnlyList<int>> Lengths) For(Func<AnnotatedVideo, VideoScores> scores, TimeSpan clip)
    {
        if (Word == Kts) return ("kernel temporal segmentation", video => scores(video).ShotLengths(video.FrameCount));
        if (IsFile) return (Word!, ChangePoints.Read(Word!).ShotLengths);
        var frames = Word == Clips ? FramesOf(clip.TotalSeconds) : Seconds is { } seconds ? FramesOf(seconds) : Shots.TwoSeconds;
        return ($"{frames} frames each", video => Shots.Fixed(video.FrameCount, frames));
    }

    public static int FramesOf(double seconds) => Math.Max(1, (int)Math.Round(Math.Min(seconds * FramesPerSecond, int.MaxValue)));
}
