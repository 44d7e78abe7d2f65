using Mmva.WeightFiles;

namespace Mmva.TestSupport;

/// <summary>Finds the golden files of <c>tests/Fixtures</c> and the real data beside the project.</summary>
internal static class GoldenFiles
{
    private static readonly string Root = FindRoot();

    /// <summary>A path below <c>tests/Fixtures</c>.</summary>
    public static string Fixture(params string[] parts) => Path.Combine([Root, "tests", "Fixtures", .. parts]);

    /// <summary>A path below the checkout.</summary>
    public static string Repository(params string[] parts) => Path.Combine([Root, .. parts]);

    public static SafetensorsFile Tensors(string folder, string file = "io.safetensors") => SafetensorsFile.Open(Fixture(folder, file));

    /// <summary>A path below the real data (MMVA_DATA, or ../shared/data beside the checkout); skips the test where it is absent.</summary>
    public static string Data(params string[] parts)
    {
        var data = Environment.GetEnvironmentVariable("MMVA_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        var path = Path.Combine([data, .. parts]);
        Skip.IfNot(Path.Exists(path), $"real data is not here: {path} (set MMVA_DATA to its folder)");
        return path;
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Mmva.sln"))) return folder;
        throw new DirectoryNotFoundException("Mmva.sln was not found above the test binaries.");
    }
}
