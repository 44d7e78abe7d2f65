namespace Mmva.WeightFiles;

/// <summary>The element types of weight files.</summary>
public enum TensorType
{
    /// <summary>32-bit floating point.</summary>
    Float32,
    /// <summary>16-bit floating point.</summary>
    Float16,
    /// <summary>16-bit floating point with the exponent range of float32.</summary>
    BFloat16,
    /// <summary>64-bit floating point.</summary>
    Float64,
    /// <summary>8-bit signed integer.</summary>
    Int8,
    /// <summary>8-bit unsigned integer.</summary>
    UInt8,
    /// <summary>16-bit signed integer.</summary>
    Int16,
    /// <summary>32-bit signed integer.</summary>
    Int32,
    /// <summary>64-bit signed integer.</summary>
    Int64,
    /// <summary>One byte, 0 or 1.</summary>
    Boolean,
    /// <summary>Any other type, such as 8-bit floating point or complex numbers: such tensors have only their bytes.</summary>
    Other,
}

/// <summary>Sizes of element types.</summary>
internal static class TensorTypes
{
    /// <summary>Returns the number of bytes per element.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.Int8 or TensorType.UInt8 or TensorType.Boolean => 1,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 => 2,
        TensorType.Float32 or TensorType.Int32 => 4,
        TensorType.Float64 or TensorType.Int64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The size of such elements is not known."),
    };
}
