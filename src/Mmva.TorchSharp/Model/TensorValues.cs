using static TorchSharp.torch;

namespace Mmva.TorchSharp;

/// <summary>The values of tensors on any device.</summary>
internal static class TensorValues
{
    /// <summary>Copies the values as float32, row-major.</summary>
    public static float[] ToFloats(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }
}
