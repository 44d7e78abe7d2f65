namespace Mmva.Compact.Tests;

public class ConcatenatedLayersEncoderTests
{
    [Fact]
    public async Task Chosen_layers_lie_side_by_side()
    {
        using var joined = new ConcatenatedLayersEncoder<string>(new ThreeLayers(), 0, 2);

        var features = await joined.EncodeAsync(["a", "bb"]);

        joined.Metadata
            .Should().Match<EncoderMetadata>(m => m.Layers == 1 && m.Width == 4 && m.Fingerprint != "f" && m.WeightsFingerprint == "w[0,2]");
        features.Values.ToArray().Should().Equal(1, 1, 201, 201, 2, 2, 202, 202);
        features.Notices.Should().ContainSingle();
    }

    [Theory]
    [InlineData]
    [InlineData(3)]
    [InlineData(-1)]
    public void Layers_that_are_not_there_are_refused(params int[] layers) =>
        FluentActions.Invoking(() => new ConcatenatedLayersEncoder<string>(new ThreeLayers(), layers))
            .Should().Throw<ArgumentException>().WithMessage("*from 0 to 2*");

    /// <summary>Features [3, 2]: the text's length plus a hundred for each layer.</summary>
    private sealed class ThreeLayers : IModalityEncoder<string>
    {
        public EncoderMetadata Metadata { get; } = new("three", 3, 2, "none", "here", "f") { WeightsFingerprint = "w" };

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
        {
            var values = inputs.SelectMany(i => Enumerable.Range(0, 6).Select(k => i.Length + 100f * (k / 2))).ToArray();
            return Task.FromResult(new FeatureBatch(inputs.Count, 3, 2, values, [new(0, "cut")]));
        }
    }
}
