using System.Globalization;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>Checks a finished video: its frames are all there, and its audio is as long.</summary>
internal static class RenderedVideo
{
    private const int AacFrame = 1024;

    /// <param name="path">The finished file.</param>
    /// <param name="output">Its name in errors.</param>
    /// <param name="frames">How many frames it should have, or <see langword="null"/> for a video that was copied.</param>
    /// <param name="samples">How many samples of audio it should have.</param>
    /// <param name="options">The paths of the programs.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">Something is missing.</exception>
    public static async Task CheckAsync(
        string path, string output, long? frames, long samples, VideoReaderOptions options, CancellationToken cancellationToken)
    {
        string[] entries = ["-count_packets", "-show_entries", "stream=codec_type,nb_read_packets", "-of", "json"];
        var json = await VideoProbe.OutputAsync(path, options, entries, cancellationToken).ConfigureAwait(false);
        using var document = VideoProbe.Document(json, output);
        var packets = document.RootElement.GetProperty("streams").EnumerateArray()
            .ToDictionary(stream => VideoProbe.Text(stream, "codec_type"), stream => VideoProbe.Number(stream, "nb_read_packets"));
        var written = packets.GetValueOrDefault("video", double.NaN);
        if (!(written > 0) || (frames is { } wanted && written != wanted)) throw Error($"{written} frames instead of {frames}", output);
        var (audio, length) = (packets.GetValueOrDefault("audio", double.NaN) * AacFrame, (double)samples);
        // the encoder adds up to two of its frames, which players skip
        if (!(audio >= length - AacFrame && audio <= length + (3 * AacFrame)))
            throw Error($"{audio / MusicMix.SampleRate:F3} s of audio instead of {length / MusicMix.SampleRate:F3} s", output);
    }

    private static MediaException Error(FormattableString what, string output) =>
        new(output, $"could not be written correctly: ffmpeg wrote a file with {what.ToString(CultureInfo.InvariantCulture)}.");
}
