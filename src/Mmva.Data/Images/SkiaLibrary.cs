using Mmva.Diagnostics;
using SkiaSharp;

namespace Mmva.Data;

/// <summary>The native library of Skia.</summary>
internal static class SkiaLibrary
{
    private static readonly NativeLibrary Native = new("Skia", Platform.FileName("libSkiaSharp"), "SkiaSharp", PackageFor);

    /// <summary>Makes sure that the library can be used: the first call of everything that uses it.</summary>
    /// <exception cref="NativeLibraryException">It cannot be used.</exception>
    public static void Require() => Native.Require(() => SkiaSharpVersion.CheckNativeLibraryCompatible(throwIfIncompatible: true));

    private static string PackageFor(string platform) =>
        platform.StartsWith("win", StringComparison.Ordinal) ? "SkiaSharp.NativeAssets.Win32"
        : platform.StartsWith("osx", StringComparison.Ordinal) ? "SkiaSharp.NativeAssets.macOS"
        : "SkiaSharp.NativeAssets.Linux.NoDependencies";
}
