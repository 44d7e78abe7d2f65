using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Mmva.Files;
using Mmva.WeightFiles;

namespace Mmva.Data;

/// <summary>
/// The memory-mapped files of an encoder's features: safetensors with <c>hashes</c> [n, 32], <c>features</c> [n, layers, width] and <c>checks</c>
/// [n, 8]. Several programs may use a folder at once: files are complete when they appear, and never change.
/// </summary>
internal sealed class FeatureShards : IDisposable
{
    private const int HashBytes = SHA256.HashSizeInBytes, CheckBytes = sizeof(ulong);

    // programs that are run again and again add a file each time: beyond this many small ones they become one
    private const int MostSmallFiles = 16, SmallFile = 64;

    private readonly FeatureCacheOptions _options;
    private readonly string _prefix;
    private readonly int _rowSize;
    private readonly int[] _rowShape;
    private readonly List<SafetensorsFile> _files = [];
    private readonly List<string> _small = [];
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    /// <exception cref="MmvaException">The folder cannot be created or read.</exception>
    public FeatureShards(FeatureCacheOptions options, EncoderMetadata encoder)
    {
        _options = options;
        _rowShape = [encoder.Layers, encoder.Width];
        _rowSize = encoder.Layers * encoder.Width;
        var name = string.Concat(encoder.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        _prefix = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(encoder.Fingerprint)))[..16]}";
        try
        {
            Directory.CreateDirectory(options.Folder);
            AtomicFile.DeleteAbandoned(options.Folder, _prefix);
            foreach (var path in Directory.EnumerateFiles(options.Folder, _prefix + "*.features").Order(StringComparer.Ordinal)) TryAdd(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{options.Folder}: the cache of features cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Whether the undamaged features of an input are in a file.</summary>
    public bool Has(string hash)
    {
        if (!_rows.TryGetValue(hash, out var row)) return false;
        if (IsUndamaged(row)) return true;
        _rows.Remove(hash);
        return false;
    }

    /// <summary>The inputs whose undamaged features are in a file, in no order.</summary>
    public IReadOnlyList<string> Keys => [.. _rows.Where(row => IsUndamaged(row.Value)).Select(row => row.Key)];

    /// <summary>The features of an input, in the memory of its file.</summary>
    public ReadOnlyMemory<float> this[string hash] => _rows[hash].Features;

    /// <summary>
    /// Writes another file, atomically, and maps it. It is named after its content, so that two processes that encode the same inputs write the same
    /// file.
    /// </summary>
    public void Write(IReadOnlyList<(string Hash, ReadOnlyMemory<float> Features)> rows)
    {
        if (rows.Count == 0) return;
        var path = WriteFile(rows);
        if (TryAdd(path) == 0) throw new WeightFileException(path, "was damaged right after it was written.");
        if (_options.MaxBytes is { } limit) Trim(path, limit);
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    /// <summary>Joins small files, if there are many. Call it at the end, when no features are read any more.</summary>
    /// <remarks>What another program still reads is deleted later, or encoded again some day.</remarks>
    public void JoinSmallFiles()
    {
        Dispose(); // on Windows a file that is in use cannot be deleted
        _rows.Clear();
        if (_small.Count <= MostSmallFiles) return;
        var rows = new List<(string Hash, ReadOnlyMemory<float> Features)>();
        foreach (var path in _small)
        {
            if (Open(path) is not { } file) continue;
            using (file)
            {
                foreach (var (hash, row) in RowsOf(file))
                    if (IsUndamaged(row)) rows.Add((hash, row.Features.ToArray()));
            }
        }
        if (rows.Count == 0) return;
        var joined = WriteFile([.. rows.DistinctBy(row => row.Hash)]);
        foreach (var path in _small)
            if (path != joined) AtomicFile.TryDelete(path);
    }

    private string WriteFile(IReadOnlyList<(string Hash, ReadOnlyMemory<float> Features)> rows)
    {
        var (hashes, checks) = (new byte[rows.Count * HashBytes], new byte[rows.Count * CheckBytes]);
        var features = new float[rows.Count * _rowSize];
        for (var row = 0; row < rows.Count; row++)
        {
            Convert.FromHexString(rows[row].Hash).CopyTo(hashes, row * HashBytes);
            rows[row].Features.Span.CopyTo(features.AsSpan(row * _rowSize));
            BinaryPrimitives.WriteUInt64LittleEndian(checks.AsSpan(row * CheckBytes), CheckOf(rows[row].Features));
        }
        var path = Path.Combine(_options.Folder, $"{_prefix}-{Convert.ToHexStringLower(SHA256.HashData(hashes))[..16]}.features");
        SafetensorsWriter.Write(path,
        [
            Tensor.FromBytes("hashes", TensorType.UInt8, hashes, rows.Count, HashBytes),
            Tensor.FromFloats("features", features, [rows.Count, .. _rowShape]),
            Tensor.FromBytes("checks", TensorType.UInt8, checks, rows.Count, CheckBytes),
        ]);
        return path;
    }

    private void Trim(string newest, long limit)
    {
        FileInfo[] files = [.. new DirectoryInfo(_options.Folder).GetFiles("*.features").OrderBy(file => file.LastWriteTimeUtc)];
        var bytes = files.Sum(file => file.Length);
        foreach (var file in files)
        {
            if (bytes <= limit) return;
            if (file.FullName == Path.GetFullPath(newest)) continue;
            bytes -= file.Length;
            AtomicFile.TryDelete(file.FullName);
        }
    }

    /// <summary>Maps a file. A damaged one counts as missing: its inputs are encoded again.</summary>
    /// <returns>The number of its rows, or 0.</returns>
    private int TryAdd(string path)
    {
        if (Open(path) is not { } file) return 0;
        _files.Add(file);
        var rows = RowsOf(file);
        foreach (var (hash, row) in rows)
            if (!Has(hash)) _rows[hash] = row;
        if (rows.Count is > 0 and < SmallFile && !_small.Contains(path)) _small.Add(path);
        return rows.Count;
    }

    private static SafetensorsFile? Open(string path)
    {
        try
        {
            return SafetensorsFile.Open(path);
        }
        catch (WeightFileException)
        {
            return null;
        }
    }

    private IReadOnlyList<(string Hash, Row Row)> RowsOf(SafetensorsFile file)
    {
        if (!file.Tensors.TryGetValue("hashes", out var hashes)
            || !file.Tensors.TryGetValue("features", out var features)
            || !file.Tensors.TryGetValue("checks", out var checks))
            return [];
        var count = hashes.Bytes.Length / HashBytes;
        if (features.Type != TensorType.Float32
            || !features.Shape.SequenceEqual([count, .. _rowShape])
            || checks.Bytes.Length != count * CheckBytes)
            return [];
        var values = features.AsFloats();
        return
        [
            .. Enumerable.Range(0, count).Select(i => (
                Convert.ToHexStringLower(hashes.Bytes.Span.Slice(i * HashBytes, HashBytes)),
                new Row(
                    values.Slice(i * _rowSize, _rowSize),
                    BinaryPrimitives.ReadUInt64LittleEndian(checks.Bytes.Span[(i * CheckBytes)..])))),
        ];
    }

    private static bool IsUndamaged(Row row) => row.Check == CheckOf(row.Features);

    private static ulong CheckOf(ReadOnlyMemory<float> features) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(features.Span));

    private readonly record struct Row(ReadOnlyMemory<float> Features, ulong Check);
}
