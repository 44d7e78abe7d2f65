using static TorchSharp.torch;

namespace Mmva;

/// <summary>Features as tensors of TorchSharp.</summary>
public static class FeatureTensorExtensions
{
    /// <summary>Copies features to a device.</summary>
    /// <param name="features">The features.</param>
    /// <param name="device">The device, or <see langword="null"/> for the CPU.</param>
    /// <returns>A float32 tensor [count, layers, width], which the caller disposes of.</returns>
    public static Tensor ToTensor(this FeatureBatch features, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        // row by row: features that are mapped from files need not fit into one array
        var result = empty([features.Count, features.Layers, features.Width], ScalarType.Float32);
        using var scope = NewDisposeScope();
        for (var i = 0; i < features.Count; i++)
            result[i].copy_(tensor(features[i].ToArray(), [features.Layers, features.Width]));
        return device is null || device.type == result.device_type ? result : Moved(result, device);
    }

    private static Tensor Moved(Tensor tensor, Device device)
    {
        using (tensor) return tensor.to(device).MoveToOuterDisposeScope();
    }
}
