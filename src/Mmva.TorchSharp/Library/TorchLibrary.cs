using System.Runtime.InteropServices;

namespace Mmva.TorchSharp;

/// <summary>Loads TorchSharp's native library before TorchSharp does: its own attempt fails far from the cause.</summary>
/// <remarks>Safe to call from several threads at once.</remarks>
public static class TorchLibrary
{
    private const string Name = "LibTorchSharp";

    /// <summary>Loads the native library. Call it before anything of TorchSharp is used; further calls cost nothing.</summary>
    /// <exception cref="MmvaException">The library is missing, or cannot be loaded here; the message says why and what to do.</exception>
    public static void Load()
    {
        if (WhyNotLoaded() is { } reason) throw new MmvaException(Advice(reason));
    }

    /// <summary>Tries to load the native library.</summary>
    /// <returns>What the loader says is missing, or <see langword="null"/> if the library is loaded.</returns>
    public static string? WhyNotLoaded()
    {
        var assembly = typeof(global::TorchSharp.torch).Assembly; // its static constructor does not run yet
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

    /// <summary>Loads the native library for a constructor that has to call another one first.</summary>
    /// <exception cref="MmvaException">The library is missing, or cannot be loaded here.</exception>
    internal static string Loaded(string name)
    {
        Load();
        return name;
    }

    private static string Advice(string reason) => $"""
        TorchSharp's native library does not load on this machine ({RuntimeInformation.RuntimeIdentifier}):
          {reason}

        What to do:
          dotnet add package TorchSharp-cpu --version 0.107.0
            adds PyTorch itself (libtorch, about 500 MB) to the program; TorchSharp-cuda-linux and TorchSharp-cuda-windows are for GPUs.
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
