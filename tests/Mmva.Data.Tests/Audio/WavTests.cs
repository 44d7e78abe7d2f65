namespace Mmva.Data.Tests.Audio;

public class WavTests
{
    private static readonly AudioDecoder Decoder = new();

    public static TheoryData<string, int, int, byte[]> Encodings => new()
    {
        { "8-bit", 8, 1, [0, 128, 192] },
        { "16-bit", 16, 1, [0x00, 0x80, 0, 0, 0, 0x40] },
        { "24-bit", 24, 1, [0, 0, 0x80, 0, 0, 0, 0, 0, 0x40] },
        { "32-bit", 32, 1, [0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x40] },
        { "float", 32, 3, [.. BitConverter.GetBytes(-1f), .. BitConverter.GetBytes(0f), .. BitConverter.GetBytes(.5f)] },
        { "double", 64, 3, [.. BitConverter.GetBytes(-1d), .. BitConverter.GetBytes(0d), .. BitConverter.GetBytes(.5d)] },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_sample_format_is_read(string name, int bits, int tag, byte[] data)
    {
        foreach (var extensible in new[] { false, true })
        {
            Samples(Wav.File(data, bits: bits, tag: tag, extensible: extensible)).Should().Equal([-1, 0, .5f], $"{name}, extensible: {extensible}");
            Samples(Wav.BigEndian(data, bits, tag, extensible: extensible)).Should().Equal([-1, 0, .5f], $"RIFX, {name}, {extensible}");
        }
    }

    [Fact]
    public void Channels_of_a_big_endian_file_are_averaged() =>
        Samples(Wav.BigEndian(Wav.Pcm16(16384, 0, -16384, -8192), 16, channels: 2)).Should().Equal(.25f, -.375f);

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(24L + 6)]
    public void W64_is_read_and_its_size_may_be_open(long size)
    {
        byte[] tail = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];
        byte[] format = [.. Wav.Two(1), .. Wav.Two(1), .. Wav.Four(8000), .. Wav.Four(16000), .. Wav.Two(2), .. Wav.Two(16), 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] file =
        [
            .. "riff"u8, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0, 0, .. BitConverter.GetBytes(size), .. "wave"u8, .. tail,
            .. "junk"u8, .. tail, .. BitConverter.GetBytes(24L + 5), 0, 0, 0, 0, 0, 0, 0, 0,
            .. "fmt "u8, .. tail, .. BitConverter.GetBytes(24L + 18), .. format,
            .. "data"u8, .. tail, .. BitConverter.GetBytes(size), .. Wav.Pcm16(16384, -16384, 8192),
        ];

        Samples(file).Should().Equal(.5f, -.5f, .25f);
        if (size > 0 && size < 100) Refusal(file[..^4]).Should().Contain("truncated");
    }

    [Theory]
    [InlineData(44)]
    [InlineData(8)]
    [InlineData(1)]
    public void A_size_that_is_a_few_bytes_too_large_is_no_truncation(int bytes) =>
        Samples(Wav.File(Wav.Pcm16(new short[2000]), dataSize: (uint)(4000 + bytes))).Should().HaveCount(2000);

    [Fact]
    public void Channels_that_cancel_each_other_out_are_not_silence()
    {
        short[] song = [.. Enumerable.Range(0, 4000).Select(i => (short)(9000 * Math.Sin(i * i / 5000.0)))];
        short[] other = [.. Enumerable.Range(0, 4000).Select(i => (short)(900 * Math.Sin(i / 7.0)))];

        var inverted = Decoder.Decode(Wav.File(Wav.Pcm16([.. song.SelectMany(x => (short[])[x, (short)-x])]), channels: 2), "x");
        inverted.Samples.ToArray().Should().Equal(song.Select(x => x / 32768f));
        inverted.Notices.Should().Equal(
            "its two channels cancel each other out (one is inverted), so their difference is used instead of their mean");

        // the right channel of a stereo mix, inverted
        var stereo = song.Zip(other).SelectMany(p => (short[])[(short)(p.First + p.Second), (short)(p.Second - p.First)]).ToArray();
        Decoder.Decode(Wav.File(Wav.Pcm16(stereo), channels: 2), "x").Samples.ToArray().Should().Equal(song.Select(x => x / 32768f));

        var three = song.SelectMany(x => (short[])[(short)(x / 2), (short)-x, (short)(x / 2)]).ToArray();
        var loudest = Decoder.Decode(Wav.File(Wav.Pcm16(three), channels: 3), "x");
        loudest.Samples.ToArray().Should().Equal(song.Select(x => (short)-x / 32768f));
        loudest.Notices.Should().Equal("its 3 channels cancel each other out, so channel 2, the loudest, is used alone");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, -0.4)]
    public void Ordinary_stereo_is_the_mean_of_its_channels_without_a_notice(double left, double right)
    {
        var samples = Enumerable.Range(0, 4000).SelectMany(i => new[] { left, right }.Select(x => (short)(9000 * x * Math.Sin(i / 9.0)))).ToArray();
        samples[0] = 100;

        var waveform = Decoder.Decode(Wav.File(Wav.Pcm16(samples), channels: 2), "x");

        waveform.Samples.ToArray().Should().Equal(samples.Chunk(2).Select(p => ((p[0] / 32768f) + (p[1] / 32768f)) / 2));
        waveform.Notices.Should().BeEmpty();
    }

    [Fact]
    public void Channels_are_averaged()
    {
        var waveform = Decoder.Decode(Wav.File(Wav.Pcm16(16384, 0, -16384, -8192, 8192, 8192), channels: 3, rate: 44100), "x");

        waveform.SampleRate.Should().Be(44100);
        waveform.Samples.ToArray().Should().Equal(0f, 1 / 12f);
    }

    [Fact]
    public void Other_chunks_are_skipped()
    {
        byte[] before = [.. Wav.Chunk("LIST"u8, new byte[7]), .. Wav.Chunk("JUNK"u8, new byte[300])];

        Samples([.. Wav.File(Wav.Pcm16(16384), before: before), .. Wav.Chunk("LIST"u8, new byte[9])]).Should().Equal(.5f);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FFFF000u)]
    [InlineData(0x80000000u)]
    public void Sizes_that_a_streaming_writer_left_open_mean_up_to_the_end(uint size) =>
        Samples(Wav.File(Wav.Pcm16(16384, -16384, 8192), dataSize: size, riffSize: size)).Should().Equal(.5f, -.5f, .25f);

    [Fact]
    public void RF64_is_read()
    {
        var sizes = Wav.Chunk("ds64"u8, [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(4L), .. BitConverter.GetBytes(2L), 0, 0, 0, 0]);
        var file = Wav.File(Wav.Pcm16(16384, -16384, 99), dataSize: uint.MaxValue, riffSize: uint.MaxValue, before: sizes);
        "RF64"u8.CopyTo(file);

        Samples(file).Should().Equal(.5f, -.5f);
    }

    [Fact]
    public void Many_samples_of_unknown_number_arrive_in_order()
    {
        var data = new byte[5_000_000];
        for (var i = 0; i < data.Length / 2; i++) BitConverter.TryWriteBytes(data.AsSpan(2 * i), (short)(i % 30_011));
        using var pipe = new OneWayStream(Wav.File(data, dataSize: uint.MaxValue));

        var samples = WavReader.Read(pipe, "x", new AudioDecoderOptions(), default)!.Samples.ToArray();

        samples.Should().HaveCount(2_500_000);
        samples.Select((x, i) => x == i % 30_011 / 32768f).Should().NotContain(false);
    }

    [Theory]
    [InlineData(20, "truncated")]
    [InlineData(40, "truncated")]
    [InlineData(44, "truncated")]
    [InlineData(60, "truncated")]
    public void Truncated_files_are_refused(int length, string reason) =>
        Refusal(Wav.File(Wav.Pcm16(new short[20]))[..length]).Should().Contain(reason);

    [Fact]
    public void Damaged_headers_are_refused()
    {
        Refusal(Wav.File([])).Should().Contain("no samples");
        Refusal(Wav.File(Wav.Pcm16(1), channels: 0)).Should().Contain("0 channels");
        Refusal(Wav.File(Wav.Pcm16(1), rate: 0)).Should().Contain("0 Hz");
        Refusal(Wav.File(Wav.Pcm16(1), rate: int.MaxValue)).Should().Contain("Hz");
        Refusal(Wav.File(Wav.Pcm16(1), bits: 64)).Should().Contain("64 bits");
        Refusal(Wav.File(BitConverter.GetBytes(float.NaN), bits: 32, tag: 3)).Should().Contain("non-finite samples");
        Refusal([.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. "data"u8, 4, 0, 0, 0, 1, 2, 3, 4]).Should().Contain("no format chunk");
        var junk = Enumerable.Repeat(Wav.Chunk("JUNK"u8, []), 20_000).SelectMany(c => c);
        Refusal([.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. junk]).Should().Contain("chunks");
    }

    [Fact]
    public void Limits_are_checked_from_the_header()
    {
        var file = Wav.File(new byte[32_000]);

        Refusal(file, new() { MaxDuration = TimeSpan.FromSeconds(1.9) }).Should().Contain("longer than AudioDecoderOptions.MaxDuration = 00:00:01.9");
        Refusal(file, new AudioDecoderOptions { MaxSamples = 15_999 }).Should().Contain("AudioDecoderOptions.MaxSamples = 15,999");
        Refusal(file, new AudioDecoderOptions { MaxBytes = 32_000 }).Should().Contain("AudioDecoderOptions.MaxBytes = 32,000");
        Refusal(file, new() { MaxSamples = 15_999 }).Should().Contain("AudioDecoderOptions.Excerpt");
        Samples(file, new AudioDecoderOptions { MaxDuration = TimeSpan.FromSeconds(2), MaxSamples = 16_000 }).Should().HaveCount(16_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Audio_beyond_the_limit_of_samples_is_resampled_while_it_arrives(bool isLengthKnown)
    {
        var samples = Wav.Pcm16([.. Enumerable.Range(0, 60_000).Select(i => (short)(9000 * Math.Sin(i * 0.03)))]);
        var file = Wav.File(samples, rate: 48_000, dataSize: isLengthKnown ? null : uint.MaxValue);
        using var stream = isLengthKnown ? new MemoryStream(file) : new OneWayStream(file);

        var waveform = WavReader.Read(stream, "x", new AudioDecoderOptions { MaxSamples = 30_000 }, default)!;

        waveform.SampleRate.Should().Be(16_000);
        waveform.Samples.ToArray().Should().Equal(AudioResampling.Resample(Decoder.Decode(file, "x"), 16_000).Samples.ToArray());
    }

    [Fact]
    public void Fuzzed_headers_result_in_audio_or_a_typed_error()
    {
        var samples = Wav.Pcm16([.. Enumerable.Range(0, 400).Select(i => (short)(i * 50))]);
        var valid = Wav.File(samples, channels: 2, extensible: true, before: Wav.Chunk("LIST"u8, new byte[8]));
        var random = new Random(7);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])valid.Clone();
            for (var flips = random.Next(1, 5); flips > 0; flips--) bytes[12 + random.Next(80)] = (byte)random.Next(256);
            try
            {
                WavReader.Read(new MemoryStream(bytes), "x", new AudioDecoderOptions(), default)?.Samples.Length.Should().BePositive();
            }
            catch (MediaException)
            {
                refused++;
            }
        }
        refused.Should().BeInRange(1, 2999);
    }

    private static float[] Samples(byte[] file, AudioDecoderOptions? options = null) => new AudioDecoder(options).Decode(file, "x").Samples.ToArray();

    private static string Refusal(byte[] file, AudioDecoderOptions? options = null)
    {
        var message = new AudioDecoder(options).Invoking(d => d.Decode(file, "bad.wav")).Should().Throw<MediaException>().Which.Message;
        message.Should().StartWith("bad.wav: ");
        return message;
    }

    /// <summary>A pipe: no length, not seekable, a few bytes at a time.</summary>
    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);
    }
}
