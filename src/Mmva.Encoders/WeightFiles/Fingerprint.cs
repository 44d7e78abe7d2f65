using Mmva.Encoders.Graphs;
using Mmva.Files;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Identifies what determines the features of a tower: <c>HASH[-fast8][-SETTING]</c>. The hash covers the weights and everything fixed about their
/// use;
/// the setting is a limit that callers choose, such as the tokens of a caption or the samples of a window.
/// </summary>
internal static class Fingerprint
{
    private const int MappedAtOnce = 4 << 20; // bytes of a memory map that are resident at once

    /// <param name="use">Configuration and preprocessing: everything other than the weights that changes the features.</param>
    /// <param name="models">The weights.</param>
    public static string Of(string use, params ReadOnlySpan<ModelWeights> models)
    {
        var hash = new ContentHash().Append(use);
        foreach (var model in models)
            foreach (var (name, tensor) in model.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
            {
                hash.Append($"{name}:{tensor.Type}[{string.Join(",", tensor.Shape)}]");
                for (var rest = tensor.Bytes; rest.Length > 0; rest = rest[Math.Min(MappedAtOnce, rest.Length)..])
                {
                    var part = rest[..Math.Min(MappedAtOnce, rest.Length)];
                    hash.Append(part.Span);
                    MappedBytes.GiveBack(part);
                }
            }
        // reading a page loads its neighbors into memory, which may belong to what was given back before
        foreach (var model in models)
            foreach (var tensor in model.Tensors.Values) MappedBytes.GiveBack(tensor.Bytes);
        return hash.ToString();
    }

    /// <param name="use">Everything other than the files that changes the features.</param>
    /// <param name="paths">The files that contain graph and weights.</param>
    public static string OfFiles(string use, IEnumerable<string> paths)
    {
        var hash = new ContentHash().Append(use);
        foreach (var path in paths)
        {
            using var stream = File.OpenRead(path);
            hash.Append($"{stream.Length}:").Append(stream);
        }
        return hash.ToString();
    }

    /// <param name="weights">The result of <see cref="Of"/>.</param>
    /// <param name="precision">The arithmetic of the tower.</param>
    public static string InPrecision(string weights, Precision precision) =>
        precision == Precision.Fast ? $"{weights}-fast{WeightMatrix.Bits}" : weights;

    /// <param name="fingerprint">The result of <see cref="Of"/> or <see cref="InPrecision"/>.</param>
    /// <param name="setting">The limit that the caller chose, or <see langword="null"/> for none.</param>
    public static string With(string fingerprint, int? setting) => setting is null ? fingerprint : $"{fingerprint}-{setting}";
}
