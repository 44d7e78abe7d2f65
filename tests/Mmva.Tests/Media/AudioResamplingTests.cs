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
    public void EqualsTorchaudio(int rate)
    {
        using var golden = GoldenFiles.Tensors("audio");
        var expected = golden[$"out_{rate}_to_24000"].ToFloats();

        var resampled = AudioResampling.Resample(new Waveform(golden[$"in_{rate}"].ToFloats(), rate), 24000);

        resampled.SampleRate.Should().Be(24000);
        resampled.Samples.Length.Should().Be(expected.Length);
        resampled.Samples.ToArray().Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1e-5f);
    }

    [Fact]
    public void NormalisedEqualsTheReference()
    {
        using var golden = GoldenFiles.Tensors("audio");

        var normalised = AudioNormalization.ZeroMeanUnitVariance(new Waveform(golden["in_44100"].ToFloats(), 44100));

        normalised.Samples.ToArray().Zip(golden["zero_mean_unit_var"].ToFloats(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1e-5f);
    }

    [Theory]
    [InlineData(44100, 16000)]
    [InlineData(44101, 16000)] // no common divisor: a filter for each of 16,000 phases
    [InlineData(16000, 44100)]
    [InlineData(192000, 8000)]
    public void ToneKeepsPitchAndLoudness(int from, int to)
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
    public void LengthIsRoundedUp(int samples, int from, int to, int expected) =>
        AudioResampling.Resample(new Waveform(new float[samples], from), to).Samples.Length.Should().Be(expected);

    [Fact]
    public void SameRateIsTheSameSound()
    {
        var waveform = new Waveform(new float[] { 1, 2, 3 }, 8000);

        AudioResampling.Resample(waveform, 8000).Should().BeSameAs(waveform);
    }

    [Fact]
    public void ImpossibleRatesAreRefused()
    {
        FluentActions.Invoking(() => AudioResampling.Resample(new Waveform(new float[4], 8000), 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => AudioResampling.Resample(new Waveform(new float[100_000], 1), 1_000_000)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
