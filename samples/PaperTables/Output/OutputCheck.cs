using Mmva;

namespace PaperTables;

/// <summary>Finds out before the long work that a result cannot be written.</summary>
internal static class OutputCheck
{
    /// <exception cref="MmvaException">A folder of a result does not exist, or the result is a folder.</exception>
    public static void Require(params string?[] files)
    {
        foreach (var file in files.OfType<string>())
        {
            if (Directory.Exists(file)) throw new MmvaException($"{file}: is a folder, not a file.");
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            if (!Directory.Exists(folder)) throw new MmvaException($"{file}: the folder {folder} does not exist.");
        }
    }
}
