namespace Mmva.Compact.Tests;

public sealed class LeveledEncoderTests
{
    private readonly LeveledEncoder _encoder = new(new ConcatenatedEncoder<Waveform>(new Peak("a"), new Peak("b")), 1000, level: -20);

    [Fact]
    public async Task The_gain_of_a_sound_does_not_matter()
    {
        var features = await _encoder.EncodeAsync([Tone(0.01f), Tone(3)]);

        features.Values.Span[0].Should().BeApproximately(features.Values.Span[2], 1e-5f).And.BeApproximately(0.1414f, 0.001f);
    }

    [Fact]
    public async Task Silence_is_named_and_left_alone()
    {
        var features = await _encoder.EncodeAsync([Tone(1), Tone(0)]);

        features.Notices.Should().ContainSingle().Which.Should().Match<EncodingNotice>(n => n.Index == 1 && n.Message.Contains("silent"));
        features[1].ToArray().Should().OnlyContain(x => x == 0);
    }

    [Fact]
    public void Metadata_name_all_encoders_and_the_level()
    {
        var metadata = _encoder.Metadata;
        (metadata.Name, metadata.Width, metadata.License).Should().Be(("a+b", 2, "MIT"));
        (metadata.Fingerprint, metadata.WeightsFingerprint).Should().Be(("a+b@-20dB", "a+b@-20dB"));
    }

    [Fact]
    public async Task Samples_that_are_not_finite_are_refused_by_name() =>
        await _encoder.Awaiting(e => e.EncodeAsync([Tone(1), Tone(float.PositiveInfinity)]))
            .Should().ThrowAsync<MediaException>().WithMessage("waveform 1*");

    [Fact]
    public void Encoders_of_several_layers_cannot_be_joined() =>
        FluentActions.Invoking(() => new ConcatenatedEncoder<Waveform>(new Peak("a"), new Peak("b", layers: 3)))
            .Should().Throw<ArgumentException>().WithMessage("'b' has 3 layers*");

    private static Waveform Tone(float gain) => new(Enumerable.Range(0, 4000).Select(i => gain * MathF.Sin(i * 0.7f)).ToArray(), 1000);

    /// <summary>The largest sample.</summary>
    private sealed class Peak(string name, int layers = 1) : IModalityEncoder<Waveform>
    {
        public EncoderMetadata Metadata { get; } = new(name, layers, 1, "MIT", "here", name);

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
            Task.FromResult(new FeatureBatch(inputs.Count, 1, 1, inputs.Select(i => i.Samples.ToArray().Max()).ToArray()));
    }
}
