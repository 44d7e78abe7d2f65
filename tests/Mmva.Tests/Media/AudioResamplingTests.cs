using Mmva.TestSupport;

namespace Mmva.Tests.Media;

public class AudioResamplingTests
{
    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    [InlineData(22050)]
    [InlineData(32000)]
    [InlineData(44100)]
    [InlineData(48000)]
    public void Samples_equal_those_of_torchaudio(int rate)
    {
        using var golden = GoldenFiles.Tensors("audio");
        var expected = golden[$"out_{rate}_to_24000"].ToFloats();

        var resampled = AudioResampling.Resample(new Waveform(golden[$"in_{rate}"].ToFloats(), rate), 24000);

        resampled.SampleRate.Should().Be(24000);
        resampled.Samples.Length.Should().Be(expected.Length);
        resampled.Samples.ToArray().Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1e-5f);
    }

    [Fact]
    public void Zero_mean_and_unit_variance_equal_the_reference()
    {
        using var golden = GoldenFiles.Tensors("audio");

        var normalized = AudioNormalization.ZeroMeanUnitVariance(new Waveform(golden["in_44100"].ToFloats(), 44100));

        var expected = golden["zero_mean_unit_var"].ToFloats();
        normalized.Samples.ToArray().Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1e-5f);
    }

    [Theory]
    [InlineData(44100, 16000)]
    [InlineData(44101, 16000)] // no common divisor: a filter for each of 16,000 phases
    [InlineData(16000, 44100)]
    [InlineData(192000, 8000)]
    public void A_tone_keeps_pitch_and_loudness(int from, int to)
    {
        const double hertz = 440;
        var tone = Enumerable.Range(0, from / 2).Select(i => (float)Math.Sin(2 * Math.PI * hertz * i / from)).ToArray();

        var resampled = AudioResampling.Resample(new Waveform(tone, from), to).Samples.ToArray();

        var middle = Enumerable.Range(to / 8, to / 8);
        middle.Max(i => Math.Abs(resampled[i] - Math.Sin(2 * Math.PI * hertz * i / to))).Should().BeLessThan(0.01);
    }

    [Theory]
    [InlineData(1, 44100, 16000, 1)]
    [InlineData(44100, 44100, 16000, 16000)]
    [InlineData(1000, 44100, 16000, 363)]
    [InlineData(7, 8000, 48000, 42)]
    public void The_length_is_rounded_up(int samples, int from, int to, int expected) =>
        AudioResampling.Resample(new Waveform(new float[samples], from), to).Samples.Length.Should().Be(expected);

    [Fact]
    public void A_waveform_with_the_same_rate_is_returned_unchanged()
    {
        var waveform = new Waveform(new float[] { 1, 2, 3 }, 8000);

        AudioResampling.Resample(waveform, 8000).Should().BeSameAs(waveform);
    }

    [Fact]
    public void Invalid_rates_are_refused()
    {
        Refused(new(new float[4], 8000), 0);
        Refused(new(new float[100_000], 1), 1_000_000);

        static void Refused(Waveform waveform, int rate) =>
            FluentActions.Invoking(() => AudioResampling.Resample(waveform, rate)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
