using System.Runtime.InteropServices;
using Google.Protobuf;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>A constant tensor of a graph, its bytes in a memory map or in an array.</summary>
internal sealed class GraphWeight(string name, TensorType type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> bytes)
{
    // small constants travel inside the model, where the optimiser of ONNX Runtime can read and fold them
    private const int InlineLimit = 16 * 1024;

    public string Name => name;

    public TensorType Type => type;

    public IReadOnlyList<int> Shape => shape;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Whether the bytes travel inside the model even in process. Weights of convolutions do: ONNX Runtime reorders them while it optimises.</summary>
    public bool Inline { get; set; } = bytes.Length <= InlineLimit;

    public TensorProto ToProto(bool withBytes)
    {
        var proto = new TensorProto { Name = name, DataType = OnnxTypes.Of(type) };
        proto.Dims.AddRange(shape.Select(s => (long)s));
        if (withBytes)
        {
            proto.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
            return proto;
        }
        // The session is handed the tensor under this name. What stands here is never read, but has to exist: the current folder does, and whatever read it would fail.
        proto.DataLocation = TensorProto.Types.DataLocation.External;
        proto.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "." });
        return proto;
    }

    /// <summary>An array that does not move, for weights that are converted before use.</summary>
    public static T[] Allocate<T>(int count) where T : unmanaged => GC.AllocateUninitializedArray<T>(count, pinned: true);

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
