using Mmva.Encoders;
using Mmva.Encoders.Graphs;

namespace Mmva.Compact;

/// <summary>Concatenates the features of several encoders with one layer: [1, a] and [1, b] become [1, a + b].</summary>
/// <typeparam name="TInput">The input of the encoders.</typeparam>
/// <remarks>Safe to use from several threads if the encoders are. Disposes the encoders.</remarks>
internal sealed class ConcatenatedEncoder<TInput> : IModalityEncoder<TInput>, IGraphEncoder, IDisposable
{
    private readonly IModalityEncoder<TInput>[] _encoders;

    /// <param name="encoders">Two or more, in the order of their features; they are owned by this one.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or one has several layers.</exception>
    public ConcatenatedEncoder(params ReadOnlySpan<IModalityEncoder<TInput>> encoders)
    {
        _encoders = encoders.ToArray();
        if (_encoders.Length < 2) throw new ArgumentException("At least two encoders are required.", nameof(encoders));
        if (_encoders.FirstOrDefault(e => e.Metadata.Layers != 1) is { } several)
            throw new ArgumentException(
                $"'{several.Metadata.Name}' has {several.Metadata.Layers} layers: only encoders with one layer can be concatenated.",
                nameof(encoders));
        Metadata = new(
            Join("+", m => m.Name), 1, _encoders.Sum(e => e.Metadata.Width), Join(", ", m => m.License), Join("; ", m => m.Source), Join(
                "+", m => m.Fingerprint))
        {
            WeightsFingerprint = Join("+", m => m.WeightsFingerprint),
        };
    }

    public EncoderMetadata Metadata { get; }

    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var joined = new float[inputs.Count * Metadata.Width];
        var notices = new List<EncodingNotice>();
        var column = 0;
        // at once: one of them may leave processors idle
        var all = await Task.WhenAll(_encoders.Select(encoder => encoder.EncodeAsync(inputs, cancellationToken))).ConfigureAwait(false);
        foreach (var (encoder, result) in _encoders.Zip(all))
        {
            var features = result.Require(encoder.Metadata, inputs.Count);
            for (var i = 0; i < inputs.Count; i++) features[i].Span.CopyTo(joined.AsSpan(i * Metadata.Width + column));
            notices.AddRange(features.Notices);
            column += features.Width;
        }
        return new(inputs.Count, 1, Metadata.Width, joined, notices);
    }

    public int SampleRate => GraphEncoders.Require(_encoders[0]).SampleRate;

    public Term AddTo(GraphInput input) => Term.Concat(2, [.. _encoders.Select(encoder => GraphEncoders.Require(encoder).AddTo(input))]);

    public void Dispose()
    {
        foreach (var encoder in _encoders) (encoder as IDisposable)?.Dispose();
    }

    private string Join(string separator, Func<EncoderMetadata, string> part) =>
        string.Join(separator, _encoders.Select(e => part(e.Metadata)).Distinct());
}
