namespace Mmva.TorchSharp.Tests;

/// <summary>Skips tests where PyTorch does not load, and says why.</summary>
internal static class NativeTorch
{
    public static void Require() =>
        Skip.If(TorchLibrary.WhyNotLoaded() is not null, $"TorchSharp's native library does not load: {TorchLibrary.WhyNotLoaded()}");
}
