using System.IO.Hashing;
using System.Text;
using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Names what decides a tower's features: weights, and how they are used.</summary>
internal static class Fingerprint
{
    private const int Together = 4 << 20; // bytes of a memory map that are held at once

    /// <param name="use">Model and version of the preprocessing: whatever else changes the features.</param>
    /// <param name="models">The weights.</param>
    public static string Of(string use, params ReadOnlySpan<ModelWeights> models)
    {
        var hash = new XxHash128(); // tells models apart within a fraction of the time of a cryptographic hash, which a cache key need not be
        hash.Append(Encoding.UTF8.GetBytes(use));
        foreach (var model in models)
            foreach (var (name, tensor) in model.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
            {
                hash.Append(Encoding.UTF8.GetBytes($"{name}:{tensor.Type}[{string.Join(",", tensor.Shape)}]"));
                for (var rest = tensor.Bytes; rest.Length > 0; rest = rest[Math.Min(Together, rest.Length)..])
                {
                    var part = rest[..Math.Min(Together, rest.Length)];
                    hash.Append(part.Span);
                    MappedBytes.GiveBack(part);
                }
            }
        // reading a page brings its neighbours into memory, which may belong to what was given back before
        foreach (var model in models)
            foreach (var tensor in model.Tensors.Values) MappedBytes.GiveBack(tensor.Bytes);
        return Convert.ToHexStringLower(hash.GetCurrentHash())[..16];
    }

    /// <param name="weights">What <see cref="Of"/> gave.</param>
    /// <param name="precision">How the tower computes.</param>
    public static string InPrecision(string weights, Precision precision) => precision == Precision.Fast ? $"{weights}-fast{QuantizedProducts.WeightBits}" : weights;
}
