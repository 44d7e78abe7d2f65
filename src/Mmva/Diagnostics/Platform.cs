using System.Runtime.InteropServices;

namespace Mmva.Diagnostics;

/// <summary>The platform of this process.</summary>
internal static class Platform
{
    /// <summary>
    /// The portable runtime identifier: operating system and architecture, which name the folders of native libraries in packages. .NET's own may
    /// name a distribution, such as debian.12-x64.
    /// </summary>
    public static string Identifier { get; } = IdentifierOf(RuntimeInformation.RuntimeIdentifier);

    /// <summary>Returns the name that a library has as a file.</summary>
    /// <param name="name">The name in its project, with <c>lib</c> if it has it everywhere.</param>
    public static string FileName(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll"
        : (name.StartsWith("lib", StringComparison.Ordinal) ? name : "lib" + name) + (OperatingSystem.IsMacOS() ? ".dylib" : ".so");

    private static string IdentifierOf(string own)
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        if (OperatingSystem.IsWindows()) return $"win-{architecture}";
        if (OperatingSystem.IsMacOS()) return $"osx-{architecture}";
        if (!OperatingSystem.IsLinux()) return own;
        var isMusl = own.Contains("musl", StringComparison.Ordinal) || own.StartsWith("alpine", StringComparison.Ordinal);
        return $"linux-{(isMusl ? "musl-" : "")}{architecture}";
    }
}
