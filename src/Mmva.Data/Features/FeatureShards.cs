using System.Security.Cryptography;
using System.Text;
using Mmva.WeightFiles;

namespace Mmva.Data;

/// <summary>The memory-mapped files of an encoder's features: safetensors with <c>hashes</c> [n, 32], <c>features</c> [n, layers, width].</summary>
internal sealed class FeatureShards : IDisposable
{
    private const int HashBytes = SHA256.HashSizeInBytes;

    private readonly string _folder;
    private readonly string _prefix;
    private readonly int _rowSize;
    private readonly int[] _rowShape;
    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, ReadOnlyMemory<float>> _rows = new(StringComparer.Ordinal);

    public FeatureShards(string folder, EncoderMetadata encoder)
    {
        _folder = folder;
        _rowShape = [encoder.Layers, encoder.Width];
        _rowSize = encoder.Layers * encoder.Width;
        var name = string.Concat(encoder.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        _prefix = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(encoder.Fingerprint)))[..16]}";
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, _prefix + "*.features").Order(StringComparer.Ordinal)) TryAdd(path);
    }

    /// <summary>Whether the features of an input are in a file.</summary>
    public bool Has(string hash) => _rows.ContainsKey(hash);

    /// <summary>The features of an input, in the memory of its file.</summary>
    public ReadOnlyMemory<float> this[string hash] => _rows[hash];

    /// <summary>
    /// Writes another file, atomically, and maps it. It is named after its content, so that two processes that encode the same inputs write the same
    /// file.
    /// </summary>
    public void Write(IReadOnlyList<(string Hash, ReadOnlyMemory<float> Features)> rows)
    {
        if (rows.Count == 0) return;
        var hashes = new byte[rows.Count * HashBytes];
        var features = new float[rows.Count * _rowSize];
        for (var row = 0; row < rows.Count; row++)
        {
            Convert.FromHexString(rows[row].Hash).CopyTo(hashes, row * HashBytes);
            rows[row].Features.Span.CopyTo(features.AsSpan(row * _rowSize));
        }
        var path = Path.Combine(_folder, $"{_prefix}-{Convert.ToHexStringLower(SHA256.HashData(hashes))[..16]}.features");
        SafetensorsWriter.Write(path,
        [
            Tensor.FromBytes("hashes", TensorType.UInt8, hashes, rows.Count, HashBytes),
            Tensor.FromFloats("features", features, [rows.Count, .. _rowShape]),
        ]);
        if (!TryAdd(path)) throw new WeightFileException(path, "was damaged right after it was written.");
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    /// <summary>A damaged file counts as missing: its inputs are encoded again.</summary>
    private bool TryAdd(string path)
    {
        SafetensorsFile file;
        try
        {
            file = SafetensorsFile.Open(path);
        }
        catch (WeightFileException)
        {
            return false;
        }
        _files.Add(file);
        if (!file.Tensors.TryGetValue("hashes", out var hashes) || !file.Tensors.TryGetValue("features", out var features)) return false;
        var count = hashes.Bytes.Length / HashBytes;
        if (features.Type != TensorType.Float32 || !features.Shape.SequenceEqual([count, .. _rowShape])) return false;
        var values = features.AsFloats();
        for (var row = 0; row < count; row++)
            _rows.TryAdd(Convert.ToHexStringLower(hashes.Bytes.Span.Slice(row * HashBytes, HashBytes)), values.Slice(row * _rowSize, _rowSize));
        return true;
    }
}
