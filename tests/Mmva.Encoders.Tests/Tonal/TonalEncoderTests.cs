namespace Mmva.Encoders.Tests.Tonal;

public sealed class TonalEncoderTests
{
    private const int SampleRate = 16_000;

    // where in the features: pitch classes from the tonic, then the fits of the best major and minor key
    private const int Major = 12, Minor = 13;

    private static readonly int[] MajorScale = [0, 2, 4, 5, 7, 9, 11, 12], MinorScale = [0, 2, 3, 5, 7, 8, 10, 12];

    [Theory]
    [InlineData(60)]
    [InlineData(57)]
    [InlineData(65)]
    public async Task Major_and_minor_are_told_apart_in_any_key(int tonic)
    {
        var features = await Encode(Tune(tonic, [0, 4, 7, .. MajorScale, 4, 7, 0]), Tune(tonic, [0, 3, 7, .. MinorScale, 3, 7, 0]));

        (features[0].Span[Major] - features[0].Span[Minor]).Should().BePositive();
        (features[1].Span[Major] - features[1].Span[Minor]).Should().BeNegative();
    }

    [Fact]
    public async Task Another_key_hardly_moves_the_pitch_classes()
    {
        var features = await Encode(Tune(60, MajorScale), Tune(64, MajorScale));

        for (var i = 0; i < TonalProfiles.PitchClasses; i++) features[1].Span[i].Should().BeApproximately(features[0].Span[i], 0.5f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(100_000)]
    public async Task Sound_of_any_length_and_silence_give_finite_features(int samples)
    {
        var features = await Encode(
            new Waveform(new float[samples], SampleRate),
            new Waveform(Enumerable.Range(0, samples).Select(i => MathF.Sin(i * 0.1f)).ToArray(), SampleRate));

        features.Values.ToArray().Should().OnlyContain(x => float.IsFinite(x));
    }

    [Fact]
    public async Task Samples_that_are_not_finite_are_refused() =>
        await FluentActions.Awaiting(() => Encode(new Waveform(Enumerable.Repeat(float.NaN, 20_000).ToArray(), SampleRate)))
            .Should().ThrowAsync<MediaException>().WithMessage("waveform 0*");

    private static async Task<FeatureBatch> Encode(params Waveform[] sounds) => await new TonalEncoder().EncodeAsync(sounds);

    // half a second a note, with three overtones
    private static Waveform Tune(int tonic, int[] steps)
    {
        var samples = new float[steps.Length * SampleRate / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            var frequency = 440 * Math.Pow(2, (tonic + steps[i / (SampleRate / 2)] - 69) / 12.0);
            for (var overtone = 1; overtone <= 4; overtone++)
                samples[i] += (float)(0.1 / overtone * Math.Sin(2 * Math.PI * frequency * overtone * i / SampleRate));
        }
        return new(samples, SampleRate);
    }
}
