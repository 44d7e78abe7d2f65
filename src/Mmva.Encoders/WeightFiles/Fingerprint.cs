using System.Security.Cryptography;
using System.Text;

namespace Mmva.Encoders.WeightFiles;

/// <summary>Names what decides a tower's features: weights, and how they are used.</summary>
internal static class Fingerprint
{
    /// <param name="use">Model, precision and version of the preprocessing: whatever else changes the features.</param>
    /// <param name="models">The weights.</param>
    public static string Of(string use, params ReadOnlySpan<ModelWeights> models)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(use));
        foreach (var model in models)
            foreach (var (name, tensor) in model.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{tensor.Type}[{string.Join(",", tensor.Shape)}]"));
                hash.AppendData(tensor.Bytes.Span);
            }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
