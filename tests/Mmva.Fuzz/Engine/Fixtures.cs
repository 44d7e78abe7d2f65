namespace Mmva.Fuzz.Engine;

/// <summary>Small files of the tests.</summary>
internal static class Fixtures
{
    /// <summary>The variable that tells a worker, whose program is a copy, where the checkout is.</summary>
    public const string RootVariable = "MMVA_FUZZ_ROOT";

    public static string Root { get; } = Environment.GetEnvironmentVariable(RootVariable) ?? FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, "tests", .. parts]);

    public static byte[] Read(params string[] parts) => File.ReadAllBytes(PathOf(parts));

    /// <summary>The files of a folder that are not too long, in order.</summary>
    public static IEnumerable<byte[]> All(string folder, string pattern, int most) =>
        Directory.GetFiles(PathOf(folder),
            pattern).Order(StringComparer.Ordinal).Where(path => new FileInfo(path).Length <= most).Select(File.ReadAllBytes);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Mmva.sln"))) return folder;
        throw new DirectoryNotFoundException("Mmva.sln was not found above the program.");
    }
}
