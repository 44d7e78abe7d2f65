using Mmva.TestSupport;

namespace Mmva.PublicApi.Tests;

/// <summary>What .editorconfig says and the compiler does not check.</summary>
public class SourceStyleTests
{
    private const int MaxLineLength = 150;

    [Fact]
    public void Lines_are_not_too_long()
    {
        var tooLong = new[] { "src", "samples", "tests", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(GoldenFiles.Repository(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !IsGenerated(file))
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (File: file, Number: i + 1, line.Length)))
            .Where(line => line.Length > MaxLineLength).ToList();

        var shown = string.Join('\n', tooLong.Take(20).Select(line => $"{line.File}:{line.Number}"));
        Assert.True(tooLong.Count == 0, $"{tooLong.Count} lines are longer than {MaxLineLength}:\n{shown}");
    }

    private static bool IsGenerated(string file) =>
        file.EndsWith(".g.cs", StringComparison.Ordinal)
        || file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "artifacts");
}
