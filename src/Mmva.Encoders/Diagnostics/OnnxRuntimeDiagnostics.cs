using Microsoft.ML.OnnxRuntime;
using Mmva.Diagnostics;

namespace Mmva.Encoders;

/// <summary>ONNX Runtime: its version and execution providers.</summary>
internal sealed class OnnxRuntimeDiagnostics : IDiagnosticSource
{
    private const string Name = "ONNX Runtime";

    public IEnumerable<DiagnosticEntry> Describe(CancellationToken cancellationToken) => [Describe()];

    public static DiagnosticEntry Describe()
    {
        try
        {
            OnnxTelemetry.Configure();
            var runtime = OrtEnv.Instance();
            var providers = runtime.GetAvailableProviders().Select(ShortName);
            return new(Name, $"{runtime.GetVersionString()}, providers {string.Join(", ", providers)}; telemetry {OnnxTelemetry.State}");
        }
        catch (Exception e) when (OnnxLibrary.Native.ErrorFor(e) is { } error)
        {
            return new(Name, error.Message, IsProblem: true);
        }
    }

    /// <summary>CPUExecutionProvider becomes CPU.</summary>
    public static string ShortName(string provider) => provider.Replace("ExecutionProvider", "", StringComparison.Ordinal);
}
