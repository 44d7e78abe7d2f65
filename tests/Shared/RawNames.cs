using System.Diagnostics;

namespace Mmva.TestSupport;

/// <summary>Names of files that .NET itself cannot write.</summary>
internal static class RawNames
{
    /// <summary>Copies a file or makes a folder for it.</summary>
    /// <param name="target">The new path, with octal escapes of printf.</param>
    public static void Copy(string source, string target)
    {
        Skip.If(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Names there are Unicode.");
        Run("""target=$(printf "$2"); mkdir -p "$(dirname "$target")"; cp "$1" "$target" """, source, target);
    }

    /// <summary>Deletes all that is in a folder.</summary>
    public static void Clear(string folder) => Run("""rm -rf "$1"/* """, folder);

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start("sh", ["-c", command, "sh", .. arguments]);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} failed.");
    }
}
