using System.Security.Cryptography;
using System.Text;
using Mmva.WeightFiles;

namespace Mmva.Data;

/// <summary>The files that hold one encoder's features: safetensors with <c>hashes</c> [n, 32] and <c>features</c> [n, layers, width].</summary>
internal sealed class FeatureShards : IDisposable
{
    private const int HashBytes = SHA256.HashSizeInBytes;
    private readonly string _folder, _prefix;
    private readonly int _size;
    private readonly int[] _shape;
    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, (Tensor Features, int Row)> _rows = new(StringComparer.Ordinal);

    public FeatureShards(string folder, EncoderMetadata encoder)
    {
        (_folder, _shape, _size) = (folder, [encoder.Layers, encoder.Width], encoder.Layers * encoder.Width);
        var name = string.Concat(encoder.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        _prefix = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(encoder.Fingerprint)))[..16]}";
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, _prefix + "*.features").Order(StringComparer.Ordinal)) TryAdd(path);
    }

    /// <summary>The features of a content, or null.</summary>
    public float[]? Find(string hash)
    {
        if (!_rows.TryGetValue(hash, out var place)) return null;
        var features = new float[_size];
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(place.Features.Bytes.Span).Slice(place.Row * _size, _size).CopyTo(features);
        return features;
    }

    /// <summary>Writes one more file, atomically. Its name tells its content, so that two programs that embed the same inputs write the same file.</summary>
    public void Write(IReadOnlyList<(string Hash, float[] Features)> rows)
    {
        if (rows.Count == 0) return;
        var hashes = rows.SelectMany(r => Convert.FromHexString(r.Hash)).ToArray();
        var features = rows.SelectMany(r => r.Features).ToArray();
        var name = $"{_prefix}-{Convert.ToHexStringLower(SHA256.HashData(hashes))[..16]}.features";
        SafetensorsWriter.Write(Path.Combine(_folder, name),
        [
            Tensor.FromBytes("hashes", TensorType.UInt8, hashes, rows.Count, HashBytes),
            Tensor.FromFloats("features", features, [rows.Count, .. _shape]),
        ]);
    }

    public void Dispose() => _files.ForEach(f => f.Dispose());

    /// <summary>A damaged file counts as absent: what it held is embedded again.</summary>
    private void TryAdd(string path)
    {
        SafetensorsFile file;
        try
        {
            file = SafetensorsFile.Open(path);
        }
        catch (WeightFileException)
        {
            return;
        }
        _files.Add(file);
        if (!file.Tensors.TryGetValue("hashes", out var hashes) || !file.Tensors.TryGetValue("features", out var features)) return;
        var count = hashes.Bytes.Length / HashBytes;
        if (features.Type != TensorType.Float32 || !features.Shape.SequenceEqual([count, .. _shape])) return;
        for (var row = 0; row < count; row++) _rows.TryAdd(Convert.ToHexStringLower(hashes.Bytes.Span.Slice(row * HashBytes, HashBytes)), (features, row));
    }
}
