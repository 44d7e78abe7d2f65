using Mmva.TestSupport;

namespace Mmva.Data.Tests.Audio;

public sealed class WholeFileTests : IDisposable
{
    private static readonly AudioDecoder Decoder = new();

    private static readonly string[] Stereo = ["-f", "lavfi", "-i", "aevalsrc=0.5*sin(880*PI*t)|0.25*sin(1100*PI*t):d=3:s=44100"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("x.wma", "")]
    [InlineData("x.asf", "-c:a wmav1")]
    [InlineData("x.wv", "")]
    [InlineData("x.caf", "")]
    [InlineData("x-alac.caf", "-c:a alac")]
    [InlineData("x.au", "")]
    [InlineData("x.w64", "")]
    [InlineData("x-float.w64", "-c:a pcm_f32le")]
    [InlineData("x.tta", "")]
    [InlineData("x.aiff", "")]
    [InlineData("x-sowt.aiff", "-c:a pcm_s16le")]
    [InlineData("x.wav", "")]
    [InlineData("x-adpcm.wav", "-c:a adpcm_ima_wav")]
    [InlineData("x-rf64.wav", "-rf64 always")]
    [InlineData("x.flac", "")]
    [InlineData("x.m4a", "-movflags faststart")]
    [InlineData("x-index-at-end.m4a", "")]
    [InlineData("x-alac.m4a", "-c:a alac -movflags faststart")]
    [InlineData("x.3gp", "-c:a aac -movflags faststart")]
    [InlineData("x.ogg", "")]
    [InlineData("x.opus", "")]
    [InlineData("x-flac.oga", "-c:a flac")]
    [InlineData("x.mp3", "")]
    [InlineData("x-8khz.mp3", "-ar 8000 -ac 1")]
    [InlineData("x-vbr.mp3", "-q:a 4")]
    [InlineData("x.mka", "")]
    [InlineData("x.webm", "-c:a libopus")]
    [InlineData("x.flv", "-c:a aac")]
    [InlineData("x.rm", "-c:a ac3")]
    public void A_whole_file_reads_also_with_bytes_behind_it_and_half_of_it_is_refused(string name, string encoding)
    {
        var path = Make(name, encoding);
        var bytes = File.ReadAllBytes(path);

        var waveform = Decoder.Decode(path);

        waveform.Duration.TotalSeconds.Should().BeApproximately(3, 0.06);
        byte[] tag = [.. "TAG"u8, .. new byte[125]];
        foreach (var tail in new[] { [0, 0, 0, 0], tag, [.. "APETAGEX"u8, .. new byte[200]] })
            Decoder.Decode((byte[])[.. bytes, .. tail], "tail").Duration.TotalSeconds.Should().BeApproximately(3, 0.06);
        foreach (var percent in new[] { 30, 50, 80 })
        {
            FluentActions.Invoking(() => Decoder.Decode(bytes.AsMemory(0, bytes.Length * percent / 100), "cut"))
                .Should().Throw<MediaException>($"{percent} % of it").WithMessage("cut: is truncated*");
        }
    }

    [SkippableTheory]
    [InlineData("x.mp3", "-write_xing 0")]
    [InlineData("x.aac", "")]
    [InlineData("x.ac3", "")]
    [InlineData("x.mp2", "")]
    [InlineData("x.ts", "-c:a aac")]
    public void Half_of_a_file_that_does_not_state_its_length_reads(string name, string encoding)
    {
        var bytes = File.ReadAllBytes(Make(name, encoding));

        Decoder.Decode(bytes.AsMemory(0, bytes.Length / 2), "cut").Duration.TotalSeconds.Should().BeApproximately(1.5, 0.1);
    }

    [SkippableTheory]
    [InlineData("x.mkv")]
    [InlineData("x.mp4")]
    [InlineData("x.flv")]
    [InlineData("x.wmv")]
    [InlineData("x.avi")]
    public void A_video_that_lasts_longer_than_its_audio_reads_and_half_of_it_is_refused(string name)
    {
        var path = FfmpegTool.Make(
            _folder.File(name), "-f", "lavfi", "-i", "testsrc=s=64x48:r=25:d=4", "-f", "lavfi", "-i", "sine=d=2:r=44100", "-movflags", "faststart");
        var bytes = File.ReadAllBytes(path);

        Decoder.Decode(path).Duration.TotalSeconds.Should().BeApproximately(2, 0.1);
        FluentActions.Invoking(() => Decoder.Decode(bytes.AsMemory(0, bytes.Length / 4), "cut"))
            .Should().Throw<MediaException>().WithMessage("cut: *truncated*");
    }

    [SkippableFact]
    public void DSD_is_read_and_half_of_it_is_refused()
    {
        FfmpegTool.Require();
        const int Rate = 2_822_400, Block = 4096;
        var blocks = Rate / 2 / 8 / Block;
        byte[] samples = [.. Enumerable.Repeat((byte)0x69, 2 * blocks * Block)];
        var count = (long)blocks * Block * 8;
        byte[] file =
        [
            .. "DSD "u8, .. Eight(28), .. Eight(28 + 52 + 12 + samples.Length), .. Eight(0),
            .. "fmt "u8, .. Eight(52), .. Wav.Four(1), .. Wav.Four(0), .. Wav.Four(2), .. Wav.Four(2), .. Wav.Four(Rate), .. Wav.Four(1),
            .. Eight(count), .. Wav.Four(Block), .. Wav.Four(0), .. "data"u8, .. Eight(12 + samples.Length), .. samples,
        ];
        byte[] properties =
        [
            .. "SND "u8, .. Chunk("FS  "u8, Wav.Swap(Wav.Four(Rate))), .. Chunk("CHNL"u8, [0, 2, .. "SLFTSRGT"u8]),
            .. Chunk("CMPR"u8, [.. "DSD "u8, 14, .. "not compressed"u8, 0]),
        ];
        byte[] body = [.. "DSD "u8, .. Chunk("FVER"u8, [1, 5, 0, 0]), .. Chunk("PROP"u8, properties), .. Chunk("DSD "u8, samples)];

        foreach (var encoded in (byte[][])[file, [.. "FRM8"u8, .. Wav.Swap(Eight(body.Length)), .. body]])
        {
            Decoder.Decode(encoded, "x").Duration.TotalSeconds.Should().BeApproximately((double)count / Rate, 0.001);
            FluentActions.Invoking(() => Decoder.Decode(encoded.AsMemory(0, encoded.Length / 2), "cut"))
                .Should().Throw<MediaException>().WithMessage("cut: *truncated*");
        }

        static byte[] Eight(long value) => BitConverter.GetBytes(value);

        static byte[] Chunk(ReadOnlySpan<byte> id, byte[] data) => [.. id, .. Wav.Swap(Eight(data.Length)), .. data, .. new byte[data.Length & 1]];
    }

    [SkippableFact]
    public void Damage_within_a_file_is_refused()
    {
        var bytes = File.ReadAllBytes(Make("x.flac", ""));
        bytes.AsSpan(bytes.Length / 2, 2000).Fill(0x55);

        FluentActions.Invoking(() => Decoder.Decode(bytes, "x"))
            .Should().Throw<MediaException>().WithMessage("x: is truncated or damaged: only 2.* of the 3.00 seconds that its header declares*");
    }

    [SkippableFact]
    public void AIFF_that_was_written_into_a_pipe_reads()
    {
        var bytes = File.ReadAllBytes(Make("x.aiff", "-ac 1"));
        var (form, common, sound) = (4, bytes.AsSpan().IndexOf("COMM"u8), bytes.AsSpan().IndexOf("SSND"u8));
        foreach (var (at, value) in new[] { (form, 0x7F00_0050), (common + 10, 0x7F00_0000 / 2), (sound + 4, 0x7F00_0008) })
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);

        Decoder.Decode(bytes, "x").Duration.TotalSeconds.Should().BeApproximately(3, 0.001);
    }

    private string Make(string name, string encoding) =>
        FfmpegTool.Make(_folder.File(name), [.. Stereo, .. encoding.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
