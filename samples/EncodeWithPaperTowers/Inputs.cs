using Mmva;
using Mmva.Data;

namespace EncodeWithPaperTowers;

/// <summary>What is encoded, each with a name to print.</summary>
internal sealed record Inputs(IReadOnlyList<(string Name, RgbImage Input)> Pictures, IReadOnlyList<(string Name, Waveform Input)> Music, IReadOnlyList<(string Name, string Input)> Captions)
{
    /// <summary>Files and captions of the command line; without any, a few that are made up.</summary>
    public static async Task<Inputs> ReadAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        if (given.Count == 0) return MadeUp;
        var (pictures, music, captions) = (new List<(string, RgbImage)>(), new List<(string, Waveform)>(), new List<(string, string)>());
        IImageDecoder images = new SkiaImageDecoder();
        IAudioDecoder sounds = new AudioDecoder();
        foreach (var input in given)
        {
            if (!File.Exists(input)) captions.Add((input, input));
            else if (MediaKinds.Of(input) == MediaKind.Image) pictures.Add((Path.GetFileName(input), await images.DecodeAsync(input, cancellationToken)));
            else music.Add((Path.GetFileName(input), await sounds.DecodeAsync(input, cancellationToken)));
        }
        return new(pictures, music, captions);
    }

    private static Inputs MadeUp => new(
        [("orange", Plain(255, 140, 0)), ("navy", Plain(0, 30, 90))],
        [("a major chord", Chord(261.6, 329.6, 392.0)), ("a minor chord", Chord(220.0, 261.6, 329.6))],
        [.. new[] { "Children laugh on a sunny beach.", "Rain on an empty street at night." }.Select(caption => (caption, caption))]);

    private static RgbImage Plain(byte red, byte green, byte blue) => new(320, 240, Enumerable.Repeat(new[] { red, green, blue }, 320 * 240).SelectMany(p => p).ToArray());

    // five seconds at the rate of MERT, so that nothing is resampled
    private static Waveform Chord(params double[] hertz) =>
        new(Enumerable.Range(0, 5 * 24000).Select(t => (float)(hertz.Sum(f => Math.Sin(2 * Math.PI * f * t / 24000)) / (2 * hertz.Length))).ToArray(), 24000);
}
