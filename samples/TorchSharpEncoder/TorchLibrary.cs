using System.Runtime.InteropServices;

namespace TorchSharpEncoder;

/// <summary>Loads TorchSharp's native library before TorchSharp does: its own attempt fails far from the cause.</summary>
internal static class TorchLibrary
{
    private const string Name = "LibTorchSharp";

    /// <summary>Why the native library does not load, or null.</summary>
    public static string? WhyNotLoaded()
    {
        var assembly = typeof(TorchSharp.torch).Assembly; // its static constructor does not run yet
        NativeLibrary.TryLoad("torch_cpu", assembly, null, out _); // LibTorchSharp needs it
        try
        {
            NativeLibrary.Load(Name, assembly, null);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return Cause(e.Message);
        }
    }

    public static string Advice(string reason) => $"""
        TorchSharp's native library does not load on this machine ({RuntimeInformation.RuntimeIdentifier}):
          {reason}

        What to do:
          dotnet add samples/TorchSharpEncoder package TorchSharp-cpu --version 0.107.0
            adds PyTorch itself (libtorch, about 500 MB); TorchSharp-cuda-linux and TorchSharp-cuda-windows are for GPUs.
            There is none for linux-arm64.
        """ + (reason.Contains("GLIBC", StringComparison.Ordinal) ? """

          The system's C or C++ library is also too old: the one of GCC 13 is needed. Use a newer system
            (Ubuntu 24.04, Debian 13, RHEL 10) or a container of one, or name the folder of a newer libstdc++.so.6 in LD_LIBRARY_PATH.
        """ : "");

    // the loader lists every path that it tried; the useful line is the one about a file that it found
    private static string Cause(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Skip(1).FirstOrDefault(line => !line.Contains($"{Name}: cannot open") && !line.Contains($"{Name}.so: cannot open")) ?? lines[0];
    }
}
