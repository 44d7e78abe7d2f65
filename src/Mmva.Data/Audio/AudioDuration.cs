using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mmva.Data;

/// <summary>How long the audio of a file is: by its header where that is quick, otherwise as ffmpeg reports it, which may be an estimate.</summary>
internal static partial class AudioDuration
{
    private const int HeadBytes = 4096;

    private static readonly int[] Mpeg1Rates = [44_100, 48_000, 32_000, 0];

    /// <summary>The duration in seconds, or null if nothing declares it.</summary>
    /// <param name="stream">The file; its position changes.</param>
    /// <param name="path">The same file for ffmpeg.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="options">The path of ffmpeg and its time limit.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it kills the process.</param>
    public static double? Of(Stream stream, string path, string name, AudioDecoderOptions options, CancellationToken cancellationToken) =>
        StatedLength.OfHeader(stream) ?? OfMp3(stream) ?? OfFlac(stream) ?? Reported(path, name, options, cancellationToken);

    // starting ffmpeg takes longer than decoding a minute of MP3: the frames that a Xing or Info header counts are asked first
    internal static double? OfMp3(Stream stream)
    {
        var head = Read(stream, 0, HeadBytes);
        if (head is [(byte)'I', (byte)'D', (byte)'3', _, _, _, < 128, < 128, < 128, < 128, ..])
            head = Read(stream, 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]), HeadBytes);
        if (head is not [0xFF, >= 0xE0, _, _, ..] || (head[1] & 0x06) != 0x02) return null; // layer III
        var version = head[1] & 0x18;
        var isMono = (head[3] & 0xC0) == 0xC0;
        var isMpeg1 = version == 0x18;
        var rate = Mpeg1Rates[(head[2] >> 2) & 3] / (version switch { 0x18 => 1, 0x10 => 2, _ => 4 });
        var header = head.AsSpan(Math.Min(head.Length, 4 + ((isMpeg1, isMono) switch { (true, false) => 32, (false, true) => 9, _ => 17 })));
        if (rate == 0 || header.Length < 12 || !(header.StartsWith("Xing"u8) || header.StartsWith("Info"u8)) || (header[7] & 1) == 0) return null;
        var frames = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        return frames == 0 ? null : (double)frames * (isMpeg1 ? 1152 : 576) / rate;
    }

    internal static double? OfFlac(Stream stream)
    {
        const long thirtySixBits = (1L << 36) - 1;
        if (Read(stream, 0, 26) is not ([(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] and { Length: 26 } head)) return null;
        var fields = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(18));
        var (samples, rate) = (fields & thirtySixBits, (int)(fields >>> 44));
        return samples > 0 && rate > 0 ? (double)samples / rate : null;
    }

    // without an output ffmpeg describes its input, and fails
    private static double? Reported(string path, string name, AudioDecoderOptions options, CancellationToken cancellationToken)
    {
        double? duration = null;
        using var process = FfmpegReader.Describe(path, name, options, line =>
        {
            if (DurationLine().Match(line) is { Success: true } match)
                duration ??= (3600 * Value(match, 1)) + (60 * Value(match, 2)) + Value(match, 3);
        });
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.FfmpegTimeout);
        using (deadline.Token.Register(process.Kill)) process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return duration;

        static double Value(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static byte[] Read(Stream stream, long at, int count)
    {
        var bytes = new byte[Math.Clamp(stream.Length - at, 0, count)];
        stream.Position = at;
        stream.ReadExactly(bytes);
        return bytes;
    }

    [GeneratedRegex(@"^\s*Duration: ([0-9]+):([0-9][0-9]):([0-9][0-9]\.[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex DurationLine();
}
