using Mmva.Encoders;
using Mmva.Encoders.Graphs;

namespace Mmva.Compact;

/// <summary>
/// Concatenates chosen layers of a tower: [layers, width] becomes [1, chosen × width], so that the linear layer of the neck weighs each value of
/// each layer separately.
/// </summary>
/// <typeparam name="TInput">The input of the tower.</typeparam>
/// <remarks>Safe to use from several threads if the tower is. Disposes the tower.</remarks>
public sealed class ConcatenatedLayersEncoder<TInput> : IModalityEncoder<TInput>, IGraphEncoder, IDisposable
{
    private readonly IModalityEncoder<TInput> _tower;
    private readonly int[] _layers;

    /// <summary>Wraps a tower.</summary>
    /// <param name="tower">The tower; it is owned by this encoder.</param>
    /// <param name="layers">The indexes of the layers, in the order of their features.</param>
    /// <exception cref="ArgumentException">There is no layer, or one that the tower does not have.</exception>
    public ConcatenatedLayersEncoder(IModalityEncoder<TInput> tower, params ReadOnlySpan<int> layers)
    {
        var inner = tower.Metadata;
        _tower = tower;
        _layers = layers.ToArray();
        if (_layers.Length == 0 || _layers.Any(l => l < 0 || l >= inner.Layers))
            throw new ArgumentException(
                $"Layers {string.Join(", ", _layers)} of '{inner.Name}': choose one or more from 0 to {inner.Layers - 1}.", nameof(layers));
        var chosen = $"[{string.Join(",", _layers)}]";
        Metadata = inner with
        {
            Layers = 1, Width = _layers.Length * inner.Width, Fingerprint = inner.Fingerprint + chosen,
            WeightsFingerprint = inner.WeightsFingerprint + chosen,
        };
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <inheritdoc/>
    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken = default)
    {
        var features = await _tower.EncodeAsync(inputs, cancellationToken).ConfigureAwait(false);
        var joined = new float[features.Count * Metadata.Width];
        for (var i = 0; i < features.Count; i++)
            for (var l = 0; l < _layers.Length; l++)
                features[i].Span.Slice(_layers[l] * features.Width, features.Width).CopyTo(joined.AsSpan((i * _layers.Length + l) * features.Width));
        return new(features.Count, 1, Metadata.Width, joined, features.Notices);
    }

    int IGraphEncoder.SampleRate => GraphEncoders.Require(_tower).SampleRate;

    int IGraphEncoder.OperatorSet => GraphEncoders.Require(_tower).OperatorSet;

    Term IGraphEncoder.AddTo(GraphInput input)
    {
        var features = GraphEncoders.Require(_tower).AddTo(input); // [1, layers, width]
        return Term.Concat(2, [.. _layers.Select(layer => features.Slice(1, layer, layer + 1))]);
    }

    /// <summary>Disposes the tower.</summary>
    public void Dispose() => (_tower as IDisposable)?.Dispose();
}
