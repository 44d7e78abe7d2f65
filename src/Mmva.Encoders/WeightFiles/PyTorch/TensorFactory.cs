using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>Creates the tensors that a pickle describes, after checking that they are within their storages.</summary>
/// <param name="path">The file, for errors.</param>
/// <param name="fileLength">
/// Bytes of the file. Tensors may share storages, as tied weights do; in total they may take four times that (or 64 MB): strided ones are copied, and
/// half precision is converted.
/// </param>
/// <param name="storages">The bytes of a storage.</param>
internal sealed class TensorFactory(string path, long fileLength, Func<StorageReference, StoredBytes> storages)
{
    private long _budget = 4 * Math.Max(fileLength, 16 << 20);

    public Dictionary<string, Tensor> Create(Dictionary<string, TensorView> views) => views.ToDictionary(v => v.Key, v => Create(v.Key, v.Value));

    private Tensor Create(string name, TensorView view)
    {
        WeightFileException Bad(string reason) => new(path, $"the tensor '{name}' [{string.Join(", ", view.Shape)}] {reason}.");

        var elementSize = view.Type.Size();
        try
        {
            if (view.Shape.Length != view.Strides.Length) throw Bad($"has {view.Strides.Length} strides");
            if (view.Shape.Any(s => s is < 0 or > int.MaxValue) || view.Strides.Any(s => s < 0) || view.Offset < 0)
                throw Bad("has a negative or impossible size, stride or offset");
            var bytes = view.Shape.Aggregate((long)elementSize, (product, size) => checked(product * size));
            if (bytes > int.MaxValue) throw Bad($"takes {bytes} bytes; at most {int.MaxValue} are read");
            if ((_budget -= bytes) < 0)
                throw Bad("is one view too many of its storage; together the tensors would take more memory than four times the file");
            int[] shape = [.. view.Shape.Select(s => (int)s)];
            if (bytes == 0) return Tensor.FromBytes(name, view.Type, ReadOnlyMemory<byte>.Empty, shape);

            var first = checked(view.Offset * elementSize + view.Storage.Offset * view.Storage.Type.Size());
            var last = first;
            for (var i = 0; i < shape.Length; i++) last = checked(last + (shape[i] - 1) * view.Strides[i] * elementSize);
            var storage = storages(view.Storage);
            if (first < 0 || last > storage.Length - elementSize) throw Bad($"reaches beyond its storage of {storage.Length} bytes");

            if (IsContiguous(view)) return Tensor.FromBytes(name, view.Type, storage.Slice(first, (int)bytes), shape);
            return Tensor.FromBytes(name, view.Type, GraphWeight.BytesOf(Gather(view, storage, first, (int)bytes)), shape);
        }
        catch (OverflowException)
        {
            throw Bad("has an impossible size, stride or offset");
        }
    }

    private static bool IsContiguous(TensorView view)
    {
        long stride = 1;
        for (var i = view.Shape.Length - 1; i >= 0; i--)
        {
            if (view.Shape[i] != 1 && view.Strides[i] != stride) return false;
            stride *= view.Shape[i];
        }
        return true;
    }

    private static byte[] Gather(TensorView view, StoredBytes storage, long first, int bytes)
    {
        var elementSize = view.Type.Size();
        var result = GraphWeight.Allocate<byte>(bytes);
        var index = new long[view.Shape.Length];
        var position = first;
        for (var target = 0; ; target += elementSize)
        {
            storage.Span(position, elementSize).CopyTo(result.AsSpan(target));
            var axis = index.Length - 1;
            for (; axis >= 0 && ++index[axis] == view.Shape[axis]; axis--)
            {
                position -= (view.Shape[axis] - 1) * view.Strides[axis] * elementSize;
                index[axis] = 0;
            }
            if (axis < 0) return result;
            position += view.Strides[axis] * elementSize;
        }
    }
}
