using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Mmva.Encoders;

/// <summary>Tensors over managed memory, without a copy.</summary>
internal static class OrtTensor
{
    /// <summary>A tensor that results are written into.</summary>
    public static OrtValue Over<T>(Memory<T> memory, params long[] shape) where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);

    /// <summary>An input; ONNX Runtime does not write to inputs.</summary>
    public static OrtValue Over<T>(ReadOnlyMemory<T> memory, params long[] shape) where T : unmanaged => Over(MemoryMarshal.AsMemory(memory), shape);
}
