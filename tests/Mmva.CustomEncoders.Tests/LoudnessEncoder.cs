namespace Mmva.CustomEncoders.Tests;

/// <summary>Mean loudness and peak of both halves of a sound: features [2, 2].</summary>
public sealed class LoudnessEncoder : IModalityEncoder<Waveform>
{
    public EncoderMetadata Metadata { get; } = new(
        "loudness", Layers: 2, Width: 2, License: "MIT", Source: "written for the tests", Fingerprint: "loudness-1");

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
        Task.FromResult(new FeatureBatch(inputs.Count, 2, 2, inputs.SelectMany(Halves).ToArray()));

    private static IEnumerable<float> Halves(Waveform sound)
    {
        var middle = sound.Samples.Length / 2;
        foreach (var half in new[] { sound.Samples[..middle].ToArray(), sound.Samples[middle..].ToArray() })
        {
            yield return half.Select(MathF.Abs).DefaultIfEmpty().Average();
            yield return half.Select(MathF.Abs).DefaultIfEmpty().Max();
        }
    }
}
