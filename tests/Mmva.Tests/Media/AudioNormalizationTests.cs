namespace Mmva.Tests.Media;

public sealed class AudioNormalizationTests
{
    private const int SampleRate = 1000;

    [Theory]
    [InlineData(0.001f)]
    [InlineData(0.5f)]
    [InlineData(20)]
    public void Any_gain_is_normalized_to_the_same_level(float gain)
    {
        var normalized = AudioNormalization.ToLevel(Tone(gain, 2000), -20)!;

        Power(normalized).Should().BeApproximately(0.01, 1e-4);
    }

    [Fact]
    public void Pauses_do_not_count_for_the_level()
    {
        var tone = Tone(0.5f, 2000).Samples.ToArray();

        var alone = AudioNormalization.ToLevel(new(tone, SampleRate), -20)!;
        var withPause = AudioNormalization.ToLevel(new((float[])[.. tone, .. new float[4000]], SampleRate), -20)!;

        withPause.Samples.Span[100].Should().BeApproximately(alone.Samples.Span[100], 1e-6f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-5f)]
    public void Silence_has_no_level(float gain) => AudioNormalization.ToLevel(Tone(gain, 2000), -20).Should().BeNull();

    [Fact]
    public void A_single_sample_is_normalized() =>
        AudioNormalization.ToLevel(new(new[] { 0.5f }, SampleRate), -20)!.Samples.Span[0].Should().BeApproximately(0.1f, 1e-6f);

    [Fact]
    public void Samples_that_are_not_finite_are_refused() =>
        FluentActions.Invoking(() => AudioNormalization.ToLevel(new(new[] { 1f, float.NaN }, SampleRate), -20))
            .Should().Throw<ArgumentException>().WithMessage("*not finite*");

    private static Waveform Tone(float gain, int samples) =>
        new(Enumerable.Range(0, samples).Select(i => gain * MathF.Sin(i * 0.7f)).ToArray(), SampleRate);

    private static double Power(Waveform waveform) => waveform.Samples.ToArray().Average(x => (double)x * x);
}
