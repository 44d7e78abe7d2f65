using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Mmva.WeightFiles;

/// <summary>One named tensor: type, shape and its little-endian, row-major bytes.</summary>
/// <remarks>The bytes may lie in a memory map: they are valid as long as the file they come from is open. Safe to read from several threads.</remarks>
public sealed class Tensor
{
    internal Tensor(string name, TensorType type, int[] shape, ReadOnlyMemory<byte> bytes) => (Name, Type, Shape, Bytes) = (name, type, shape, bytes);

    /// <summary>The key.</summary>
    public string Name { get; }

    /// <summary>The element type in the file.</summary>
    public TensorType Type { get; }

    /// <summary>The sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The raw bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Elements in all.</summary>
    public int Count => Bytes.Length / Type.Size();

    /// <summary>Makes a float32 tensor from numbers, for writing.</summary>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public static Tensor FromFloats(string name, ReadOnlySpan<float> values, params int[] shape) =>
        FromBytes(name, TensorType.Float32, MemoryMarshal.AsBytes(values).ToArray(), shape);

    /// <summary>Makes an int64 tensor from numbers, for writing.</summary>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public static Tensor FromInt64(string name, ReadOnlySpan<long> values, params int[] shape) =>
        FromBytes(name, TensorType.Int64, MemoryMarshal.AsBytes(values).ToArray(), shape);

    /// <summary>Makes a tensor over little-endian, row-major bytes, without a copy.</summary>
    /// <exception cref="ArgumentException">The number of bytes does not match type and shape.</exception>
    public static Tensor FromBytes(string name, TensorType type, ReadOnlyMemory<byte> bytes, params int[] shape)
    {
        var expected = shape.Aggregate((long)type.Size(), (product, size) => checked(product * size));
        if (shape.Any(s => s < 0) || expected != bytes.Length)
            throw new ArgumentException($"Tensor {name} [{string.Join(", ", shape)}] of {type} needs {expected} bytes, not {bytes.Length}.", nameof(bytes));
        return new(name, type, shape, bytes);
    }

    /// <summary>The elements as float32: floating types and 8-bit integers are converted.</summary>
    /// <exception cref="MmvaException">The type has no reading as float32.</exception>
    public float[] ToFloats()
    {
        var result = new float[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>The elements of a float32 tensor where they lie, in a memory map for example.</summary>
    /// <exception cref="MmvaException">The tensor is of another type.</exception>
    internal ReadOnlyMemory<float> AsFloats() => Type == TensorType.Float32
        ? new FloatView(Bytes).Memory
        : throw new MmvaException($"Tensor {Name} is of type {Type}, not Float32.");

    /// <summary>Writes the elements as float32.</summary>
    /// <param name="target">At least <see cref="Count"/> numbers.</param>
    /// <exception cref="MmvaException">The type has no reading as float32.</exception>
    public void CopyTo(Span<float> target)
    {
        var bytes = Bytes.Span;
        target = target[..Count];
        switch (Type)
        {
            case TensorType.Float32: bytes.CopyTo(MemoryMarshal.AsBytes(target)); break;
            case TensorType.Float16: TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), target); break;
            case TensorType.BFloat16:
                for (var i = 0; i < target.Length; i++) target[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) << 16);
                break;
            case TensorType.Float64:
                for (var i = 0; i < target.Length; i++) target[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                break;
            case TensorType.Int8:
                for (var i = 0; i < target.Length; i++) target[i] = (sbyte)bytes[i];
                break;
            case TensorType.UInt8:
                for (var i = 0; i < target.Length; i++) target[i] = bytes[i];
                break;
            default: throw new MmvaException($"Tensor {Name} is of type {Type}, which is not read as float32.");
        }
    }

    /// <summary>The elements of an int64 tensor.</summary>
    /// <exception cref="MmvaException">The tensor is of another type.</exception>
    public long[] ToInt64() => Type == TensorType.Int64
        ? MemoryMarshal.Cast<byte, long>(Bytes.Span).ToArray()
        : throw new MmvaException($"Tensor {Name} is of type {Type}, not Int64.");

    /// <summary>Type and shape, as in <c>Float32 [512, 768]</c>.</summary>
    public override string ToString() => $"{Name}: {Type} [{string.Join(", ", Shape)}]";
}
