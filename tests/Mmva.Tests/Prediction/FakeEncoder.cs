namespace Mmva.Tests.Prediction;

/// <summary>An encoder whose features are a known function of the input.</summary>
internal sealed class FakeEncoder<TInput>(int layers, int width, Func<TInput, float> seed) : IModalityEncoder<TInput>
{
    public List<int> BatchSizes { get; } = [];

    public EncoderMetadata Metadata { get; } = new("fake", layers, width, "MIT", "made up", "fake-1");

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken = default)
    {
        lock (BatchSizes) BatchSizes.Add(inputs.Count);
        var values = inputs.SelectMany(x => Enumerable.Range(0, layers * width).Select(i => MathF.Sin(seed(x) + i))).ToArray();
        var notices = inputs.Index().Where(p => p.Item is string { Length: > 20 })
            .Select(p => new EncodingNotice(p.Index, "truncated to 20 letters")).ToList();
        return Task.FromResult(new FeatureBatch(inputs.Count, layers, width, values, notices));
    }
}
