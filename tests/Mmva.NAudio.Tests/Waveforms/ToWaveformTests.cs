using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.TestSupport;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace Mmva.NAudio.Tests;

public sealed class ToWaveformTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Channels_are_mixed_to_their_mean_and_nothing_is_lost()
    {
        var waveform = new Tone(8000, 1.5, _ => 0.1, _ => 0.4, _ => 0.7).ToWaveform();

        waveform.SampleRate.Should().Be(8000);
        waveform.Samples.ToArray().Should().HaveCount(12_000).And.OnlyContain(x => Math.Abs(x - 0.4f) < 1e-6f);
        waveform.Notices.Should().BeEmpty();
    }

    [Fact]
    public void Providers_may_return_less_than_was_asked_for_and_parts_of_frames()
    {
        Func<double, double>[] channels = [Tone.Sine(220), Tone.Sine(330)];
        var whole = new Tone(8000, 0.7, channels).ToWaveform();
        var parts = new Tone(8000, 0.7, channels) { AtOnce = 777 }.ToWaveform();

        parts.Samples.ToArray().Should().Equal(whole.Samples.ToArray());
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(16, 2)]
    [InlineData(24, 2)]
    [InlineData(32, 1)]
    [InlineData(-32, 2)] // float
    public void A_file_read_by_NAudio_is_the_file_read_by_the_decoder(int bits, int channels)
    {
        var path = _folder.File("tone.wav");
        var format = bits < 0 ? WaveFormat.CreateIeeeFloatWaveFormat(11_025, channels) : new WaveFormat(11_025, bits, channels);
        var bytes = new byte[format.BlockAlign * 5000];
        if (bits < 0) // random bytes are not finite
            for (var i = 0; i < bytes.Length; i += 4) BitConverter.TryWriteBytes(bytes.AsSpan(i), MathF.Sin(i / 40f));
        else new Random(1).NextBytes(bytes);
        using (var writer = new WaveFileWriter(path, format)) writer.Write(bytes);

        using var reader = new WaveFileReader(path);
        var waveform = reader.ToWaveform();

        var decoded = new AudioDecoder().Decode(path);
        waveform.SampleRate.Should().Be(decoded.SampleRate);
        waveform.Samples.ToArray().Should().HaveCount(decoded.Samples.Length);
        waveform.Samples.ToArray().Zip(decoded.Samples.ToArray(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-6f);
    }

    [Fact]
    public void The_part_that_NAudio_selects_is_read()
    {
        var whole = new Tone(8000, 3, Tone.Sine(220)).ToWaveform();
        var part = new Tone(8000, 3, Tone.Sine(220)).Skip(TimeSpan.FromSeconds(1)).Take(TimeSpan.FromSeconds(0.5)).ToWaveform();

        part.Samples.ToArray().Should().Equal(whole.Samples[8000..12_000].ToArray());
    }

    [Fact]
    public void Of_an_inverted_channel_the_difference_is_used_whether_or_not_the_source_can_be_read_again()
    {
        Tone Inverted() => new(8000, 1, Tone.Sine(220), t => -Tone.Sine(220)(t));
        var once = Inverted().ToWaveform();
        using var stream = new RawSourceWaveStream(new MemoryStream(Bytes(Inverted())), Inverted().WaveFormat);
        stream.Position = 8;
        var again = stream.ToWaveform();

        once.Samples.ToArray().Should().Equal(new Tone(8000, 1, Tone.Sine(220)).ToWaveform().Samples.ToArray());
        once.Notices.Should().ContainSingle().Which.Should().Contain("cancel each other out").And.Contain("difference");
        again.Samples.ToArray().Should().Equal(once.Samples[1..].ToArray());
        again.Notices.Should().Equal(once.Notices);
    }

    [Fact]
    public void More_than_two_channels_that_cancel_out_are_reported_or_the_loudest_is_used()
    {
        Tone Canceling() => new(8000, 1, Tone.Sine(220), t => -0.6 * Tone.Sine(220)(t), t => -0.4 * Tone.Sine(220)(t));
        var once = Canceling().ToWaveform();
        using var stream = new RawSourceWaveStream(new MemoryStream(Bytes(Canceling())), Canceling().WaveFormat);
        var again = stream.ToWaveform();

        once.Notices.Should().ContainSingle().Which.Should().Contain("3 channels cancel each other out").And.Contain("MultiplexingSampleProvider");
        again.Notices.Should().ContainSingle().Which.Should().Contain("channel 1, the loudest");
        again.Samples.ToArray().Should().Equal(new Tone(8000, 1, Tone.Sine(220)).ToWaveform().Samples.ToArray());
    }

    [Fact]
    public void Limits_are_those_of_decoded_audio()
    {
        Action tooLong = () => new SignalGenerator(8000, 1).ToWaveform(new() { MaxDuration = TimeSpan.FromSeconds(2) }, "the microphone");
        tooLong.Should().Throw<MediaException>().WithMessage("the microphone: is longer than AudioDecoderOptions.MaxDuration = 00:00:02 allows.");
        var tooMuch = () => new SignalGenerator(8000, 1).ToWaveform(new() { MaxSamples = 9000 });
        tooMuch.Should().Throw<MediaException>().WithMessage("SignalGenerator: has more samples than *MaxSamples = 9,000 allows*");
        var wrong = () => new SignalGenerator(8000, 1).ToWaveform(new() { MaxSamples = 0 });
        wrong.Should().Throw<OptionsValidationException>();
        new Tone(48_000, 1, Tone.Sine(220)).ToWaveform(new() { MaxSampleRate = 16_000 }).Samples.Length.Should().Be(16_000);
    }

    [Fact]
    public void Audio_that_cannot_be_used_is_an_error_that_names_it()
    {
        Throws(() => new Tone(8000, 0, Tone.Sine(1)).ToWaveform(name: "the recording"), "the recording: has no samples.");
        Throws(() => new Tone(8000, 1, _ => double.NaN).ToWaveform(), "Tone: is damaged: it has non-finite samples.");
        Throws(
            () => new RawSourceWaveStream(new MemoryStream(new byte[800]), WaveFormat.CreateALawFormat(8000, 1)).ToWaveform(),
            "RawSourceWaveStream: has samples of the format ALaw (8 bits), which are not converted: use PCM of 8, 16, 24 or 32 bits, or float.");
        Throws(
            () => new RawSourceWaveStream(new MemoryStream(new byte[900]), new WaveFormat(8000, 20, 1)).ToWaveform(),
            "RawSourceWaveStream: has samples of the format Pcm (20 bits)*");
        Throws(
            () => new BufferedWaveProvider(new WaveFormat(8000, 16, 1)).ToWaveform(),
            "BufferedWaveProvider: never ends: set its ReadFully to false*");
        Throws(() => new Faulty().ToWaveform(), "Faulty: cannot be read: the device is gone");

        static void Throws(Func<Waveform> read, string message) => read.Should().Throw<MediaException>().WithMessage(message);
    }

    [Fact]
    public void A_buffer_that_a_recorder_has_filled_is_read_to_its_end()
    {
        var recorded = new BufferedWaveProvider(new WaveFormat(8000, 16, 1)) { ReadFully = false };
        recorded.AddSamples(new byte[] { 0, 64, 0, 192 }, 0, 4);

        recorded.ToWaveform().Samples.ToArray().Should().Equal(0.5f, -0.5f);
    }

    [Fact]
    public void Reading_reports_progress_and_can_be_canceled()
    {
        var reports = new List<TimeSpan>();
        using var source = new CancellationTokenSource();
        var progress = new Immediate(time =>
        {
            reports.Add(time);
            if (reports.Count == 3) source.Cancel();
        });

        var reading = () => new SignalGenerator(8000, 1).ToWaveform(progress: progress, cancellationToken: source.Token);

        reading.Should().Throw<OperationCanceledException>();
        reports.Should().HaveCount(3).And.BeInAscendingOrder();
        reports[2].Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(3)).And.BeLessThan(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void A_waveform_is_played_as_it_is()
    {
        var waveform = new Tone(8000, 0.7, Tone.Sine(220)).ToWaveform();
        var provider = waveform.ToSampleProvider();

        (provider.WaveFormat.SampleRate, provider.WaveFormat.Channels).Should().Be((8000, 1));
        Tone.All(provider).Should().Equal(waveform.Samples.ToArray());
        provider.Read(new float[8]).Should().Be(0);
    }

    [Fact]
    public void A_reader_that_is_both_kinds_of_provider_is_read_as_a_stream()
    {
        using var reader = new Both(new MemoryStream(new byte[] { 0, 64, 0, 192 }), new WaveFormat(8000, 16, 1));

        reader.ToWaveform().Samples.ToArray().Should().Equal(0.5f, -0.5f);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(ISampleProvider provider) => [.. Tone.All(provider).SelectMany(BitConverter.GetBytes)];

    private sealed class Faulty : ISampleProvider
    {
        public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(8000, 1);

        public int Read(Span<float> buffer) => throw new IOException("the device is gone");
    }

    private sealed class Both(Stream stream, WaveFormat format) : RawSourceWaveStream(stream, format), ISampleProvider
    {
        int ISampleProvider.Read(Span<float> buffer) => throw new NotSupportedException("It can be read again as a stream.");
    }

    private sealed class Immediate(Action<TimeSpan> report) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value) => report(value);
    }
}
