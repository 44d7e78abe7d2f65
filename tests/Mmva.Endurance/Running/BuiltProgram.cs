using System.Diagnostics;

namespace Mmva.Endurance.Running;

/// <summary>Programs of this repository as users start them: processes of their own, from their own build folders.</summary>
internal static class BuiltProgram
{
    private static readonly string Root = FindRoot();

    /// <summary>A path below the checkout.</summary>
    public static string Repository(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>How to start a program of <c>samples</c> or <c>tests</c> with its output redirected.</summary>
    /// <exception cref="MmvaException">It has not been built.</exception>
    public static ProcessStartInfo Start(string kind, string name, params string[] arguments) =>
        Dotnet([Binary(kind, name), .. arguments]);

    /// <summary>How to start this program again, with its output redirected.</summary>
    public static ProcessStartInfo Self(params string[] arguments) => Dotnet([typeof(BuiltProgram).Assembly.Location, .. arguments]);

    private static ProcessStartInfo Dotnet(string[] arguments) =>
        new("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    // below the program's folder lies what lies below this one's: bin/Release/net10.0
    private static string Binary(string kind, string name)
    {
        var own = Repository("tests", typeof(BuiltProgram).Assembly.GetName().Name!);
        var binary = Path.Combine(Repository(kind, name), Path.GetRelativePath(own, AppContext.BaseDirectory), name + ".dll");
        return File.Exists(binary) ? binary : throw new MmvaException($"{binary}: there is no such file; build {kind}/{name} first.");
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Mmva.sln"))) return folder;
        throw new DirectoryNotFoundException("Mmva.sln was not found above the program.");
    }
}
