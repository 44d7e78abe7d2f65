using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace EncodeWithPaperTowers;

internal static class Inputs
{
    /// <summary>The files and captions of the command line, by the names to print; without any, a few that are made up.</summary>
    public static async Task<IReadOnlyList<(string Name, MediaContent Content)>> ReadAsync(
        IReadOnlyList<string> given, AudioDecoderOptions audio, Failures failures, CancellationToken cancellationToken)
    {
        if (given.Count == 0) return MadeUp;
        var decoder = new MediaDecoder(new SkiaImageDecoder(), new AudioDecoder(audio));
        async Task<MediaContent> Read(string input, CancellationToken stop) =>
            File.Exists(input) || MediaFiles.KindOfExtension(input) != MediaKind.Unknown
                ? await decoder.DecodeAsync(input, stop) : MediaContent.Of(input);
        var contents = MediaPipeline.ReadAheadAsync(given, Read, cancellationToken: cancellationToken);
        var inputs = new List<(string, MediaContent)>();
        await foreach (var (input, content) in failures.Without(contents)) inputs.Add((content.Caption ?? Path.GetFileName(input), content));
        return inputs;
    }

    private static (string, MediaContent)[] MadeUp =>
    [
        ("orange", Plain(255, 140, 0)), ("navy", Plain(0, 30, 90)),
        ("a major chord", Chord(261.6, 329.6, 392.0)), ("a minor chord", Chord(220.0, 261.6, 329.6)),
        .. new[] { "Children laugh on a sunny beach.", "Rain on an empty street at night." }.Select(caption => (caption, MediaContent.Of(caption))),
    ];

    private static MediaContent Plain(params byte[] color) =>
        MediaContent.Of(new RgbImage(320, 240, Enumerable.Repeat(color, 320 * 240).SelectMany(pixel => pixel).ToArray()));

    // five seconds at the rate of MERT, so that nothing is resampled
    private static MediaContent Chord(params double[] hertz) => MediaContent.Of(new Waveform(
        Enumerable.Range(0, 5 * 24000).Select(t => (float)(hertz.Sum(f => Math.Sin(2 * Math.PI * f * t / 24000)) / (2 * hertz.Length))).ToArray(),
        24000));
}
