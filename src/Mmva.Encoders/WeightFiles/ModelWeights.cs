using Mmva.Encoders.PyTorch;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The weights of a model by name, whatever the format: safetensors, sharded safetensors or a PyTorch checkpoint.</summary>
/// <remarks>
/// The kind of a file is identified by its content. Files are untrusted: nothing in them is executed, and every size is checked before it is used.
/// Tensors are in a memory map if possible, and are valid until <see cref="Dispose"/>. Safe to read from several threads.
/// </remarks>
internal sealed class ModelWeights : IDisposable
{
    // in the order of preference; the last two are open_clip's names
    private static readonly string[] FileNames =
    [
        "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json", "open_clip_model.safetensors",
        "open_clip_pytorch_model.bin",
    ];

    private readonly IReadOnlyList<IDisposable> _files;

    public ModelWeights(string path, IReadOnlyDictionary<string, Tensor> tensors, params IReadOnlyList<IDisposable> files)
    {
        Path = path;
        Tensors = tensors;
        _files = files;
    }

    /// <summary>The file that was opened; for sharded weights the index.</summary>
    public string Path { get; }

    /// <summary>The tensors by their names in the file. In a PyTorch checkpoint, names of nested dictionaries are joined by dots.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Opens the weights of a model.</summary>
    /// <param name="path">
    /// A weight file, the index of sharded ones, or a folder in Hugging Face's layout. In a folder <c>model.safetensors</c> comes first,
    /// then <c>model.safetensors.index.json</c>, then <c>pytorch_model.bin</c>.
    /// </param>
    /// <exception cref="WeightFileException">
    /// There are no weights, or the file is damaged, hostile, incomplete or of a kind that is not supported.
    /// </exception>
    public static ModelWeights Open(string path)
    {
        if (Directory.Exists(path)) path = FindIn(path);
        ShardIndex.RefuseSingleShard(path);
        return OpenFile(path);
    }

    public static ModelWeights OpenFile(string path)
    {
        switch (WeightFileKinds.Of(path))
        {
            case WeightFileKind.Safetensors:
                var file = SafetensorsFile.Open(path);
                return new(path, file.Tensors, file);
            case WeightFileKind.ShardIndex: return ShardIndex.Open(path);
            case WeightFileKind.PyTorchZip: return PyTorchZipFile.Open(path);
            default: return PyTorchLegacyFile.Open(path);
        }
    }

    /// <summary>Closes the files; tensors cannot be read afterwards.</summary>
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }

    private static string FindIn(string folder)
    {
        if (FileNames.Select(name => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } found) return found;
        if (Directory.EnumerateFiles(folder, "*", new EnumerationOptions()).FirstOrDefault(ShardIndex.IsShard) is { } shard)
            throw new WeightFileException(
                folder,
                $"contains a part of sharded weights ({System.IO.Path.GetFileName(shard)}) but no index (model.safetensors.index.json). "
                + "Download the whole folder.");
        throw new WeightFileException(folder, $"contains no weights. Looked for {string.Join(", ", FileNames)}.");
    }
}
