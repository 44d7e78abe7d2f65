using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>The items of a benchmark whose files exist.</summary>
/// <param name="Items">The items.</param>
/// <param name="Missing">The paths that do not exist.</param>
internal sealed record PresentFiles(IReadOnlyList<RatedItem> Items, IReadOnlyList<string> Missing)
{
    private const int Shown = 10;

    /// <summary>Looks for the files, and names the missing ones on standard error.</summary>
    /// <param name="isPartial">Whether less than half of the files are enough.</param>
    /// <exception cref="MmvaException">There are no files, or less than half.</exception>
    public static PresentFiles Of(Benchmark benchmark, bool isPartial)
    {
        if (benchmark.Modality == Modality.Caption) return new(benchmark.Items, []);
        var found = benchmark.Items.ToLookup(item => File.Exists(item.Content));
        PresentFiles files = new([.. found[true]], [.. found[false].Select(item => item.Content)]);
        foreach (var path in files.Missing.Take(Shown)) Console.Error.WriteLine($"{Names.OneLine(path)}: does not exist.");
        if (files.Missing.Count > Shown) Console.Error.WriteLine($"… and {files.Missing.Count - Shown} more files do not exist.");
        var counts = $"{benchmark.Title}: {files.Items.Count} of the {benchmark.Items.Count} rated songs have an audio file";
        if (files.Items.Count == 0) throw new MmvaException($"{counts}; see the README for the folder where they belong.");
        if (2 * files.Items.Count < benchmark.Items.Count && !isPartial)
            throw new MmvaException(
                $"{counts}. Figures of less than half of a data set compare with nothing; --partial computes them nevertheless, to try the command.");
        return files;
    }
}
