using Microsoft.ML.OnnxRuntime.Tensors;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>The element types of ONNX.</summary>
internal static class OnnxTypes
{
    public static int Of(TensorType type) => (int)Element(type);

    // the enumeration of ONNX Runtime has the values of TensorProto.DataType
    public static TensorElementType Element(TensorType type) => type switch
    {
        TensorType.Float32 => TensorElementType.Float,
        TensorType.Float16 => TensorElementType.Float16,
        TensorType.BFloat16 => TensorElementType.BFloat16,
        TensorType.Float64 => TensorElementType.Double,
        TensorType.Int8 => TensorElementType.Int8,
        TensorType.UInt8 => TensorElementType.UInt8,
        TensorType.Int16 => TensorElementType.Int16,
        TensorType.Int32 => TensorElementType.Int32,
        TensorType.Int64 => TensorElementType.Int64,
        TensorType.Boolean => TensorElementType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type."),
    };

    public static TensorType For<T>() where T : unmanaged => default(T) switch
    {
        float => TensorType.Float32,
        double => TensorType.Float64,
        sbyte => TensorType.Int8,
        byte => TensorType.UInt8,
        int => TensorType.Int32,
        long => TensorType.Int64,
        bool => TensorType.Boolean,
        _ => throw new ArgumentException($"{typeof(T).Name} has no ONNX element type here."),
    };
}
