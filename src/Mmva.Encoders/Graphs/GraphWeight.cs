using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>A constant tensor of a graph, its bytes in a memory map, in an array or in a file.</summary>
internal sealed class GraphWeight(string name, TensorType type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> bytes)
{
    private readonly FilePart? _stored;

    /// <summary>Creates a weight that only ONNX Runtime reads.</summary>
    public GraphWeight(string name, TensorType type, IReadOnlyList<int> shape, FilePart stored)
        : this(name, type, shape, ReadOnlyMemory<byte>.Empty)
    {
        _stored = stored;
        Inline = false;
    }

    // small constants are stored inside the model, where the optimizer of ONNX Runtime can read and fold them
    private const int InlineLimit = 16 * 1024;

    public string Name => name;

    public TensorType Type => type;

    public IReadOnlyList<int> Shape => shape;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>
    /// Whether the bytes are stored inside the model even in process. Weights of convolutions are: ONNX Runtime reorders them while it optimizes.
    /// </summary>
    public bool Inline { get; set; } = bytes.Length <= InlineLimit;

    /// <summary>Whether a few rows are looked up in each run: such a weight stays where it is, and only these rows come into memory.</summary>
    public bool IsTable { get; set; }

    /// <summary>Describes the weight.</summary>
    /// <param name="withBytes">Whether its bytes are included.</param>
    /// <param name="folder">The folder whose files ONNX Runtime reads itself, for bytes that are not included.</param>
    public TensorProto ToProto(bool withBytes, string? folder = null)
    {
        var proto = new TensorProto { Name = name, DataType = OnnxTypes.Of(type) };
        proto.Dims.AddRange(shape.Select(s => (long)s));
        if (withBytes)
        {
            proto.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
            return proto;
        }
        proto.DataLocation = TensorProto.Types.DataLocation.External;
        if (LiesIn(folder) && Location is { } part)
        {
            Refer("location", Path.GetFileName(part.Path));
            Refer("offset", part.Offset.ToString(CultureInfo.InvariantCulture));
            Refer("length", part.Length.ToString(CultureInfo.InvariantCulture));
        }
        else Refer("location", "."); // the session is handed the tensor under this name; the location is never read, but must exist
        return proto;

        void Refer(string key, string value) => proto.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    /// <summary>The folder of the file that ONNX Runtime can read the weight from; null for a table, or if it is in no file.</summary>
    public string? Folder => IsTable ? null : Path.GetDirectoryName(Location?.Path);

    /// <summary>Whether ONNX Runtime can read the weight from a file in this folder.</summary>
    public bool LiesIn(string? folder) => folder is not null && Folder == folder;

    private FilePart? Location =>
        _stored ?? (MappedBytes.TryLocate(bytes, out var path, out var offset) ? new FilePart(path, offset, bytes.Length) : null);

    /// <summary>An array that does not move, for weights that are converted before use.</summary>
    public static T[] Allocate<T>(int count) where T : unmanaged => GC.AllocateUninitializedArray<T>(count, pinned: true);

    /// <summary>A copy that does not move.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> bytes)
    {
        var copy = Allocate<byte>(bytes.Length);
        bytes.CopyTo(copy);
        return copy;
    }

    /// <summary>The bytes of an array, without a copy.</summary>
    public static ReadOnlyMemory<byte> BytesOf<T>(T[] values) where T : unmanaged => new ArrayBytes<T>(values).Memory;

    private sealed class ArrayBytes<T>(T[] values) : System.Buffers.MemoryManager<byte> where T : unmanaged
    {
        public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(values.AsSpan());

        public override unsafe System.Buffers.MemoryHandle Pin(int elementIndex = 0)
        {
            var handle = GCHandle.Alloc(values, GCHandleType.Pinned);
            return new((byte*)handle.AddrOfPinnedObject() + elementIndex, handle);
        }

        public override void Unpin() { }

        protected override void Dispose(bool disposing) { }
    }
}
