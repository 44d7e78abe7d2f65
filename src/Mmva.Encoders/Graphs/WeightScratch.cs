using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Mmva.Files;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>
/// A temporary file of weights that were computed while a graph was built (quantized, or converted from another type). ONNX Runtime reads them from
/// there as from a published file, and releases each as soon as it has reordered it. It cannot release what is in an array: that would be in memory
/// twice. The file is deleted as soon as the session is loaded, usually before the system writes it to the disk.
/// </summary>
/// <remarks>
/// If there is no room for the file, weights stay in arrays. On Windows they always do: a file that is mapped cannot be deleted there.
/// Not thread-safe.
/// </remarks>
/// <param name="folder">Where to write the file, or <see langword="null"/> for the folder of temporary files.</param>
internal sealed class WeightScratch(string? folder = null) : IDisposable
{
    /// <summary>Smaller weights stay in memory.</summary>
    public const int MinBytes = 64 * 1024;

    private const string Prefix = "mmva-weights-";
    private const int Alignment = 64;

    private FileStream? _file;
    private bool _failed = OperatingSystem.IsWindows();

    /// <summary>Whether anything was stored.</summary>
    public bool IsUsed => _file is not null;

    /// <summary>The folder of the file.</summary>
    public string Folder => Path.GetDirectoryName(_file!.Name)!;

    /// <summary>Stores a weight.</summary>
    /// <returns>The weight as a part of the file; <see langword="null"/> if it is small or there is no room.</returns>
    public GraphWeight? Store(string name, TensorType type, IReadOnlyList<int> shape, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinBytes || _failed) return null;
        try
        {
            _file ??= Create();
            var offset = (_file.Position + Alignment - 1) / Alignment * Alignment;
            _file.Position = offset;
            _file.Write(bytes);
            return new(name, type, shape, new FilePart(_file.Name, offset, bytes.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failed = true;
            return null;
        }
    }

    /// <summary>
    /// The weights of a graph for a session that reads files of one folder only: if anything was stored here, other weights that the session would
    /// reorder are stored here too.
    /// </summary>
    public IReadOnlyList<GraphWeight> Gather(IReadOnlyList<GraphWeight> weights) =>
        IsUsed || weights.Any(w => ConvertedFloats.TryFind(w.Bytes, out _)) ? [.. weights.Select(w => Gather(w) ?? w)] : weights;

    /// <summary>Deletes the file.</summary>
    public void Dispose()
    {
        if (_file is null) return;
        AppDomain.CurrentDomain.ProcessExit -= Delete;
        Delete(null, EventArgs.Empty);
        _file = null;
        _failed = true;
    }

    private GraphWeight? Gather(GraphWeight weight)
    {
        if (weight.IsTable || weight.Bytes.Length < MinBytes) return null;
        if (!ConvertedFloats.TryFind(weight.Bytes, out var source))
        {
            var stored = Store(weight.Name, weight.Type, weight.Shape, weight.Bytes.Span);
            MappedBytes.GiveBack(weight.Bytes);
            return stored;
        }
        var values = ArrayPool<float>.Shared.Rent(source.Count);
        source.CopyTo(values);
        MappedBytes.GiveBack(source.Bytes);
        var converted = Store(weight.Name, weight.Type, weight.Shape, MemoryMarshal.AsBytes(values.AsSpan(0, source.Count)));
        ArrayPool<float>.Shared.Return(values);
        return converted;
    }

    private FileStream Create()
    {
        var target = Path.GetFullPath(folder ?? Path.GetTempPath());
        // what a killed process left behind; a living one has its file open, and does not share it
        foreach (var leftover in Directory.EnumerateFiles(target, Prefix + "*"))
            if (!AtomicFile.IsOpen(new FileInfo(leftover))) AtomicFile.TryDelete(leftover);
        var path = Path.Combine(target, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Guid.NewGuid():N}"));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        AppDomain.CurrentDomain.ProcessExit += Delete;
        return new FileStream(path, options);
    }

    private void Delete(object? sender, EventArgs e)
    {
        try
        {
            _file?.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
