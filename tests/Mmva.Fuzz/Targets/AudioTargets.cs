using Mmva.Data;
using Mmva.Data.Tests.Audio;
using Mmva.Fuzz.Engine;
using Mmva.Tasks;

namespace Mmva.Fuzz.Targets;

/// <summary>Audio that is read in this process, and headers of what ffmpeg decodes.</summary>
internal static class AudioTargets
{
    // what is not WAV would start a process
    private static readonly AudioDecoderOptions
        Limits = new() { MaxSamples = 1 << 20, FfmpegPath = "/nonexistent" },
        Excerpts = new() { MaxSamples = 1 << 20, FfmpegPath = "/nonexistent", Excerpt = TimeSpan.FromSeconds(1),
            ExcerptWindow = TimeSpan.FromSeconds(0.1) };

    private static readonly string[] Chunks = ["RIFF", "RIFX", "RF64", "BW64", "riff", "WAVE", "fmt ", "data", "ds64", "LIST", "fact",
        "\u00ff\u00ff\u00ff\u00ff", "\u00fe\u00ff"];

    public static IEnumerable<FuzzTarget> All =>
    [
        new ParserTarget("wav", "WavReader, from a file and from a pipe", bytes => Several.Run(
            () => WavReader.Read(new MemoryStream(bytes), "x", Limits, default), () => WavReader.Read(new Pipe(bytes), "x", Limits, default)),
                () => Wavs(rate: 8000))
        { Dictionary = Words(Chunks) },
        new FileTarget("wav-excerpts", "excerpts of WAV by AudioDecoder, with the length that a header states", "a.wav", ExcerptsOf,
            _ => Wavs(rate: 100))
        { Dictionary = Words(Chunks) },
        new ParserTarget("audio-headers", "durations and missing ends in headers of CAF, ASF, DSF, DFF, MP3, FLAC, Ogg; media types", bytes =>
        {
            var stream = new MemoryStream(bytes);
            StatedLength.OfHeader(stream);
            StatedLength.MissingFromOgg(stream);
            AudioDuration.OfMp3(stream);
            AudioDuration.OfFlac(stream);
            AudioMediaType.Of(bytes);
        }, Headers) { Dictionary = Words("caff", "desc", "data", "pakt", "OggS", "ID3", "Xing", "Info", "fLaC", "FRM8", "DSD ", "PROP", "SND ",
            "FS  ", "CHNL", "CMPR") },
    ];

    private static IReadOnlyList<byte[]> Words(params string[] words) => [.. words.Select(System.Text.Encoding.Latin1.GetBytes)];

    private static void ExcerptsOf(string path)
    {
        using (var file = File.OpenRead(path))
            if (WavChunks.Open(file) is null) return;
        new AudioDecoder(Excerpts).Decode(path);
    }

    private static IEnumerable<byte[]> Wavs(int rate)
    {
        var samples = Wav.Pcm16([.. Enumerable.Range(0, 300).Select(i => (short)(i * 50))]);
        yield return Wav.File(samples, rate: rate);
        yield return Wav.File(samples, rate: rate, channels: 2, extensible: true, before: Wav.Chunk("LIST"u8, new byte[8]));
        yield return Wav.File(samples, rate: rate, bits: 32, tag: 3);
        yield return Wav.File(samples, rate: rate, bits: 24);
        yield return Wav.File(samples, rate: rate, bits: 8, dataSize: uint.MaxValue, riffSize: uint.MaxValue);
        yield return Wav.BigEndian(samples, 16, rate: rate);
        byte[] sizes = [.. "ds64"u8, .. Wav.Four(28), .. BitConverter.GetBytes(700L), .. BitConverter.GetBytes(600L), .. BitConverter.GetBytes(300L),
            .. Wav.Four(0)];
        yield return [.. "RF64"u8, .. Wav.Four(uint.MaxValue), .. "WAVE"u8, .. sizes,
            .. Wav.File(samples, rate: rate, dataSize: uint.MaxValue)[12..]];
        ReadOnlySpan<byte> guid = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];
        byte[] end = guid.ToArray(), format = Wav.File(samples, rate: rate)[20..36];
        yield return
        [
            .. "riff"u8, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0, 0, .. BitConverter.GetBytes(704L), .. "wave"u8, .. end,
            .. "fmt "u8, .. end, .. BitConverter.GetBytes(40L), .. format, .. "data"u8, .. end, .. BitConverter.GetBytes(624L), .. samples,
        ];
    }

    private static IEnumerable<byte[]> Headers()
    {
        yield return
        [
            .. "caff"u8, 0, 1, 0, 0, .. "desc"u8, 0, 0, 0, 0, 0, 0, 0, 32, 0x40, 0xE5, 0x88, 0x80, 0, 0, 0, 0, .. "ima4"u8, 0, 0, 0, 0, 0, 0, 0, 34,
            0, 0, 0, 64,
            0, 0, 0, 1, 0, 0, 0, 0, .. "data"u8, 0, 0, 0, 0, 0, 0, 1, 0, .. new byte[300],
        ];
        yield return [.. "OggS"u8, 0, 2, .. new byte[20], 1, 30, .. new byte[30]];
        yield return [.. "fLaC"u8, 0, 0, 0, 34, 16, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0x0A, 0xC4, 0x42, 0xF0, 0, 0, 0x10, 0, .. new byte[20]];
        yield return [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 10, .. new byte[10], 0xFF, 0xFB, 0x90, 0, .. new byte[32], .. "Xing"u8, 0, 0, 0, 1, 0, 0, 0, 99,
            .. new byte[50]];
        yield return [0xFF, 0xFB, 0x90, 0xC0, .. new byte[17], .. "Info"u8, 0, 0, 0, 1, 0, 0, 0, 9, .. new byte[50]];
        yield return
        [
            .. "DSD "u8, 28, 0, 0, 0, 0, 0, 0, 0, .. new byte[16], .. "fmt "u8, 52, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0,
            0, 0x00, 0x11,
            0x2B, 0, 1, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, .. new byte[30],
        ];
        yield return
        [
            .. "FRM8"u8, 0, 0, 0, 0, 0, 0, 1, 0, .. "DSD "u8, .. "PROP"u8, 0, 0, 0, 0, 0, 0, 0, 34, .. "SND FS  "u8, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0x2B,
            0x11, 0,
            .. "CHNL"u8, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2, .. "DSD "u8, 0, 0, 0, 0, 0, 0, 0, 64, .. new byte[64],
        ];
        byte[] properties = [0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0, 0xC0, 0x0C, 0x20, 0x53, 0x65];
        byte[] head = [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0, 0xAA, 0, 0x62, 0xCE, 0x6C];
        yield return [.. head, 134, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, .. properties, 104, 0, 0, 0, 0, 0, 0, 0, .. new byte[40], 0x80, 0x96,
            0x98, .. new byte[60]];
    }

    /// <summary>Bytes that come once.</summary>
    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
    }
}
