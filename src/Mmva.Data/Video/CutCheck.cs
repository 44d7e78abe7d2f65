using System.Globalization;

namespace Mmva.Data;

/// <summary>Checks a finished cut: every frame is there, and the audio is as long and starts with it.</summary>
internal static class CutCheck
{
    private const double Tolerance = 0.02;

    private const int AacFrame = 1024;

    /// <param name="path">The finished file.</param>
    /// <param name="output">Its name in error messages.</param>
    /// <param name="plan">What it should be.</param>
    /// <param name="sampleRate">The sample rate of its audio, or <see langword="null"/> for none.</param>
    /// <param name="options">The paths of the programs.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">Something is missing.</exception>
    public static async Task RunAsync(
        string path, string output, CutPlan plan, int? sampleRate, VideoReaderOptions options, CancellationToken cancellationToken)
    {
        string[] entries = ["-count_packets", "-show_entries", "stream=codec_type,start_time,nb_read_packets", "-of", "json"];
        var json = await VideoProbe.OutputAsync(path, options, entries, cancellationToken).ConfigureAwait(false);
        using var document = VideoProbe.Document(json, output);
        var streams = document.RootElement.GetProperty("streams").EnumerateArray().ToLookup(stream => VideoProbe.Text(stream, "codec_type"));
        var images = streams["video"].FirstOrDefault();
        var frames = VideoProbe.Number(images, "nb_read_packets");
        if (frames != plan.FrameCount) throw Error($"has {frames} frames instead of {plan.FrameCount}");
        if (sampleRate is not { } rate) return;

        var sound = streams["audio"].FirstOrDefault();
        var (seconds, wanted) = (VideoProbe.Number(sound, "nb_read_packets") * AacFrame / rate, (double)plan.SamplesOf(plan.FrameCount, rate) / rate);
        if (!(seconds >= wanted - Tolerance))
            throw Error(string.Create(CultureInfo.InvariantCulture, $"has {seconds:F3} s of audio instead of {wanted:F3} s"));
        // the encoder starts up to two of its frames early; players skip them
        var late = VideoProbe.Number(sound, "start_time") - VideoProbe.Number(images, "start_time");
        if (!(late <= Tolerance && late >= -Tolerance - (2.0 * AacFrame / rate)))
            throw Error(string.Create(CultureInfo.InvariantCulture, $"has audio that starts {late:F3} s after its images"));

        MediaException Error(string what) => new(output, $"could not be cut correctly: ffmpeg wrote a file that {what}.");
    }
}
