using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mmva.Diagnostics;

/// <summary>The process: versions, processor, memory, globalization.</summary>
internal sealed class PlatformDiagnostics : IDiagnosticSource
{
    private const double Gibibyte = 1L << 30;

    public IEnumerable<DiagnosticEntry> Describe(CancellationToken cancellationToken)
    {
        yield return new("Mmva", typeof(MmvaDiagnostics).Assembly.GetName().Version!.ToString(3));
        var compiled = RuntimeFeature.IsDynamicCodeCompiled ? "" : ", compiled ahead of time";
        yield return new(".NET", $"{Environment.Version}, {Platform.Identifier}{compiled}");
        yield return new("system", RuntimeInformation.OSDescription.Trim());
        var emulated = RuntimeInformation.ProcessArchitecture == RuntimeInformation.OSArchitecture ? "" : $" on {RuntimeInformation.OSArchitecture}";
        yield return new("processor", Invariant(
            $"{RuntimeInformation.ProcessArchitecture}{emulated}, {Environment.ProcessorCount} threads, {VectorInstructions.Describe()}"));
        var memory = GC.GetGCMemoryInfo();
        var collector = GCSettings.IsServerGC ? "server" : "workstation";
        yield return new("memory", Invariant(
            $"{memory.TotalAvailableMemoryBytes / Gibibyte:F1} GiB available to the process, {collector} garbage collector"));
        yield return new("globalization", GlobalizationMode());
    }

    // .NET decides by the switch, and by the variable where the program does not set it
    private static string GlobalizationMode()
    {
        if (!AppContext.TryGetSwitch("System.Globalization.Invariant", out var isInvariant))
            isInvariant = Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true" or "True" or "TRUE";
        if (isInvariant) return "invariant";
        return $"of the system, culture {(CultureInfo.CurrentCulture.Name is { Length: > 0 } name ? name : "invariant")}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
