namespace Mmva.WeightFiles;

/// <summary>A memory-mapped safetensors file, whose header is fully checked before any weight is used.</summary>
/// <remarks>
/// Safe for untrusted files: the header size is limited, and the tensors must tile the data exactly (format: the safetensors README).
/// Safe to read from several threads. Tensors are valid until <see cref="Dispose"/>.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MappedBytes _map;
    private readonly Dictionary<string, Tensor> _tensors;

    private SafetensorsFile(string path, MappedBytes map, SafetensorsHeader header)
    {
        Path = path;
        Metadata = header.Metadata;
        _map = map;
        _tensors = header.Entries.ToDictionary(e => e.Name, e => new Tensor(e.Name, e.Type, e.Shape, Bytes(e), e.TypeName));

        ReadOnlyMemory<byte> Bytes(SafetensorsHeader.Entry e) =>
            e.Begin == e.End ? ReadOnlyMemory<byte>.Empty : map.Slice(header.DataStart + e.Begin, (int)(e.End - e.Begin));
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The metadata of the file (<c>__metadata__</c>).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Returns a tensor by name.</summary>
    /// <exception cref="WeightFileException">The file has no such tensor.</exception>
    public Tensor this[string name] => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new WeightFileException(Path, $"has no tensor '{name}' among its {_tensors.Count}.");

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="WeightFileException">The file is missing, truncated, damaged or not safetensors.</exception>
    public static SafetensorsFile Open(string path)
    {
        var map = MappedBytes.Open(path);
        try
        {
            return new SafetensorsFile(path, map, SafetensorsHeader.Read(path, map));
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _map.Dispose();
}
