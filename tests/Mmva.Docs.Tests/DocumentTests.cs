using Mmva.TestSupport;

namespace Documents;

/// <summary>The C# of the documents is compiled: every block stands line by line in the snippets of its document.</summary>
public sealed class DocumentTests
{
    private const string Start = "```csharp\n", End = "```", FrontDoor = "using Mmva;";

    public static TheoryData<string> Names =>
    [
        "README.md",
        .. Documents("docs", "*.md"),
        .. Documents("samples", "README.md"),
        .. Documents("src", "README.md"),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_block_of_code_is_compiled(string document)
    {
        var blocks = Blocks(document);
        if (blocks.Count == 0) return;
        var snippets = Snippets(FileOf(document));
        foreach (var block in blocks)
        {
            var lines = Lines(block);
            Joined(snippets).Should().Contain(
                Joined(lines.Where(line => !IsUsing(line))), "this code of {0} must be compiled:\n{1}", document, block);
        }
        // a reader must know which namespaces of Mmva to add to the first
        blocks.SelectMany(Lines).Where(IsOther).Distinct()
            .Should().BeEquivalentTo(snippets.Where(IsOther), "{0} must name what its snippets use", document);
    }

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("docs/encoders.md", 8)]
    [InlineData("docs/postgresql.md", 2)]
    [InlineData("docs/training.md", 8)]
    public void A_document_shows_code(string document, int blocks) => Blocks(document).Should().HaveCountGreaterThanOrEqualTo(blocks);

    [Fact]
    public void The_front_door_needs_one_namespace() => Snippets("ReadmeSnippets.cs").Where(IsOfMmva).Should().Equal(FrontDoor);

    internal static IEnumerable<string> Documents(string folder, string pattern) =>
        Directory.EnumerateFiles(GoldenFiles.Repository(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(GoldenFiles.Repository(), path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string FileOf(string document)
    {
        if (document.StartsWith("samples/", StringComparison.Ordinal)) return "SamplesSnippets.cs";
        if (document.StartsWith("src/", StringComparison.Ordinal))
            return $"Packages/{document.Split('/')[1].Replace(".", "", StringComparison.Ordinal)}Snippets.cs";
        if (document is "docs/index.md") return "ReadmeSnippets.cs";
        var words = Path.GetFileNameWithoutExtension(document).Replace("-", "", StringComparison.Ordinal);
        var isCapability = document.StartsWith("docs/capabilities/", StringComparison.Ordinal);
        var folder = GoldenFiles.Repository("tests", "Mmva.Docs.Tests", "Snippets", isCapability ? "Capabilities" : "");
        var name = words + (isCapability ? "Page.cs" : "Snippets.cs");
        return Directory.EnumerateFiles(folder).Single(file => Path.GetFileName(file).Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static List<string> Snippets(string file) =>
        Lines(File.ReadAllText(Path.Combine(GoldenFiles.Repository("tests", "Mmva.Docs.Tests", "Snippets"), file)));

    private static List<string> Blocks(string document) =>
    [
        .. File.ReadAllText(GoldenFiles.Repository(document)).ReplaceLineEndings("\n").Split(Start).Skip(1)
            .Select(rest => rest[..rest.IndexOf(End, StringComparison.Ordinal)]),
    ];

    private static List<string> Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal);

    private static bool IsOfMmva(string line) => line.StartsWith("using Mmva", StringComparison.Ordinal);

    private static bool IsOther(string line) => IsOfMmva(line) && line != FrontDoor;
}
