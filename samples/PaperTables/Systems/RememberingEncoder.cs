using System.IO.Hashing;
using System.Runtime.InteropServices;
using Mmva;

namespace PaperTables;

/// <summary>An encoder that keeps the features of what it has encoded, for several models that see the same video.</summary>
internal sealed class RememberingEncoder<T>(IModalityEncoder<T> encoder, Func<T, UInt128> key) : IModalityEncoder<T>, IDisposable
{
    private readonly Dictionary<UInt128, ReadOnlyMemory<float>> _known = [];
    private readonly SemaphoreSlim _turn = new(1);

    public EncoderMetadata Metadata => encoder.Metadata;

    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<T> inputs, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            UInt128[] keys = [.. inputs.Select(key)];
            int[] missing = [.. Enumerable.Range(0, keys.Length).Where(i => !_known.ContainsKey(keys[i])).DistinctBy(i => keys[i])];
            if (missing.Length > 0)
            {
                var encoded = await encoder.EncodeAsync([.. missing.Select(i => inputs[i])], cancellationToken);
                for (var i = 0; i < missing.Length; i++) _known[keys[missing[i]]] = encoded[i].ToArray();
            }
            return FeatureBatch.FromRows(Metadata.Layers, Metadata.Width, keys.Select(k => _known[k]));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}

/// <summary>The keys of inputs.</summary>
internal static class RememberingEncoder
{
    public static UInt128 KeyOf(RgbImage image) => XxHash128.HashToUInt128(image.Pixels.Span, image.Width);

    public static UInt128 KeyOf(Waveform audio) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(audio.Samples.Span), audio.SampleRate);
}
