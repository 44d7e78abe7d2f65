using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Mmva.WeightFiles;

/// <summary>A named tensor: type, shape and little-endian, row-major bytes.</summary>
/// <remarks>The bytes can be part of a memory-mapped file and are then valid while that file is open. Safe to read from several threads.</remarks>
public sealed class Tensor
{
    internal Tensor(string name, TensorType type, int[] shape, ReadOnlyMemory<byte> bytes, string? typeName = null)
    {
        TypeName = typeName ?? type.ToString();
        Name = name;
        Type = type;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The element type in the file.</summary>
    public TensorType Type { get; }

    /// <summary>The element type in words; of <see cref="TensorType.Other"/> that of the file.</summary>
    internal string TypeName { get; }

    /// <summary>The sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The raw bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Type == TensorType.Other ? Shape.Aggregate(1, (product, size) => checked(product * size)) : Bytes.Length / Type.Size();

    /// <summary>Creates a float32 tensor for writing.</summary>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public static Tensor FromFloats(string name, ReadOnlySpan<float> values, params int[] shape) =>
        FromBytes(name, TensorType.Float32, MemoryMarshal.AsBytes(values).ToArray(), shape);

    /// <summary>Creates an int64 tensor for writing.</summary>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public static Tensor FromInt64(string name, ReadOnlySpan<long> values, params int[] shape) =>
        FromBytes(name, TensorType.Int64, MemoryMarshal.AsBytes(values).ToArray(), shape);

    /// <summary>Creates a tensor over little-endian, row-major bytes without a copy.</summary>
    /// <exception cref="ArgumentException">The number of bytes does not match type and shape.</exception>
    public static Tensor FromBytes(string name, TensorType type, ReadOnlyMemory<byte> bytes, params int[] shape)
    {
        var expected = shape.Aggregate((long)type.Size(), (product, size) => checked(product * size));
        if (shape.Any(s => s < 0) || expected != bytes.Length)
            throw new ArgumentException(
                $"Tensor {name} [{string.Join(", ", shape)}] of {type} needs {expected} bytes, not {bytes.Length}.", nameof(bytes));
        return new(name, type, shape, bytes);
    }

    /// <summary>Returns the elements as float32, converted from floating-point types and 8-bit integers.</summary>
    /// <exception cref="MmvaException">The type cannot be converted to float32.</exception>
    public float[] ToFloats()
    {
        if (Type == TensorType.Other) throw Inconvertible();
        var result = new float[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>The elements of a float32 tensor where they lie, in a memory map for example.</summary>
    /// <exception cref="MmvaException">The tensor is of another type.</exception>
    internal ReadOnlyMemory<float> AsFloats() => Type == TensorType.Float32
        ? new FloatView(Bytes).Memory
        : throw new MmvaException($"Tensor {Name} is of type {TypeName}, not Float32.");

    /// <summary>Copies the elements as float32, converted from floating-point types and 8-bit integers.</summary>
    /// <param name="target">Receives the elements; at least <see cref="Count"/> long.</param>
    /// <exception cref="MmvaException">The type cannot be converted to float32.</exception>
    public void CopyTo(Span<float> target)
    {
        if (Type == TensorType.Other) throw Inconvertible();
        if (ConvertedFloats.TryFind(Bytes, out var source))
        {
            source.CopyTo(target);
            return;
        }
        var bytes = Bytes.Span;
        target = target[..Count];
        switch (Type)
        {
            case TensorType.Float32: bytes.CopyTo(MemoryMarshal.AsBytes(target)); break;
            case TensorType.Float16: TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), target); break;
            case TensorType.BFloat16:
                for (var i = 0; i < target.Length; i++)
                    target[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) << 16);
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
            default: throw Inconvertible();
        }
    }

    /// <summary>Returns the elements of an int64 tensor.</summary>
    /// <exception cref="MmvaException">The tensor has another type.</exception>
    public long[] ToInt64() => Type == TensorType.Int64
        ? MemoryMarshal.Cast<byte, long>(Bytes.Span).ToArray()
        : throw new MmvaException($"Tensor {Name} has type {TypeName}, not Int64.");

    private MmvaException Inconvertible() => new($"Tensor {Name} has type {TypeName}, which cannot be converted to float32.");

    /// <summary>Returns name, type and shape, for example <c>bias: Float32 [512]</c>.</summary>
    public override string ToString() => $"{Name}: {TypeName} [{string.Join(", ", Shape)}]";
}
