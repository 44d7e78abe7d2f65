using TorchSharp;
using static TorchSharp.torch.nn;

namespace TorchSharpEncoder;

/// <summary>Stands in for a custom module with <c>load("weights.dat")</c>.</summary>
// in a separate class: TorchSharp must not be used before TorchLibrary has loaded it
internal static class SmallModule
{
    public const int Width = 32;

    public static Module<torch.Tensor, torch.Tensor> Create()
    {
        torch.manual_seed(0); // global to the process
        return Sequential(Conv2d(3, 16, 3, stride: 2), ReLU(), Conv2d(16, Width, 3, stride: 2), ReLU(), AdaptiveAvgPool2d(1), Flatten());
    }
}
