using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Mmva.Encoders;

/// <summary>
/// Turns off the telemetry of ONNX Runtime, which otherwise sends the names of programs and models to Microsoft, and writes a device id and a
/// database into the user's cache folder.
/// </summary>
/// <remarks>
/// Off unless the host sets the switch <see cref="Switch"/> (an entry of runtimeconfig.json, or <see cref="AppContext.SetSwitch"/>).
/// A value of the environment variable <see cref="Variable"/> is never replaced.
/// </remarks>
internal static partial class OnnxTelemetry
{
    public const string Switch = "Mmva.Encoders.OnnxRuntimeTelemetry", Variable = "ORT_DISABLE_TELEMETRY";

    private static readonly Lazy<bool> Applied = new(Apply);

    /// <summary>Applies the setting, once per process: before anything else of ONNX Runtime, which reads it when it is first used.</summary>
    public static void Configure() => _ = Applied.Value;

    /// <summary>Whether it is off, for reports.</summary>
    public static string State => !Applied.Value ? "as the host has set it"
        : Environment.GetEnvironmentVariable(Variable) is null or "1" ? "off" : $"as {Variable} says";

    private static bool Apply()
    {
        // a host that has used ONNX Runtime itself, or wants its telemetry, has decided
        if (OrtEnv.IsCreated || (AppContext.TryGetSwitch(Switch, out var wanted) && wanted)) return false;
        // OrtEnv.DisableTelemetryEvents comes too late: the first use of the library has started the telemetry
        var value = Environment.GetEnvironmentVariable(Variable);
        if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable(Variable, value ?? "1");
        else SetNative(Variable, value ?? "1", overwrite: 1); // on Unix, .NET sets variables in a copy that native code does not see
        return true;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
