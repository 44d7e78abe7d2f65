using Mmva.Diagnostics;

namespace Mmva.Encoders;

/// <summary>The native library of ONNX Runtime, which a host chooses.</summary>
internal static class OnnxLibrary
{
    public static readonly NativeLibrary Native = new(
        "ONNX Runtime", Platform.FileName("onnxruntime"), "Microsoft.ML.OnnxRuntime", _ => "Microsoft.ML.OnnxRuntime",
        ["linux-x64", "linux-arm64", "osx-arm64", "win-x64", "win-arm64"]);
}
