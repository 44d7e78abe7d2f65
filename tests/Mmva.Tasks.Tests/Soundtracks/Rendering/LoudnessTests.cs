namespace Mmva.Tasks.Tests;

public sealed class LoudnessTests
{
    // EBU Tech 3341, cases 1 and 2: stereo sines of 1000 Hz
    [Theory]
    [InlineData(-23, -23)]
    [InlineData(-33, -33)]
    public void A_sine_in_both_channels_has_its_level(double decibels, double expected) =>
        Measure((Sine(decibels), 20)).Integrated.Should().BeApproximately(expected, 0.1);

    // EBU Tech 3341, case 3
    [Fact]
    public void Quiet_passages_do_not_count() =>
        Measure((Sine(-36), 10), (Sine(-23), 60), (Sine(-36), 10)).Integrated.Should().BeApproximately(-23, 0.1);

    [Fact]
    public void Silence_has_none_and_the_peak_is_the_largest_sample()
    {
        Measure((_ => 0, 2)).Integrated.Should().Be(double.NegativeInfinity);
        new Loudness().Integrated.Should().Be(double.NegativeInfinity);
        Measure((i => i == 5 ? -0.75f : 0.1f, 1)).Peak.Should().Be(0.75);
    }

    private static Loudness Measure(params (Func<int, float> Sample, int Seconds)[] parts)
    {
        var loudness = new Loudness();
        foreach (var (sample, seconds) in parts)
            loudness.Add(Enumerable.Range(0, seconds * 48_000).SelectMany(i => new[] { sample(i), sample(i) }).ToArray());
        return loudness;
    }

    private static Func<int, float> Sine(double decibels) =>
        i => (float)(Math.Pow(10, decibels / 20) * Math.Sin(2 * Math.PI * 1000 * i / 48_000));
}
