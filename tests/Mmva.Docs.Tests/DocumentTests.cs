using Mmva.TestSupport;

namespace Documents;

/// <summary>The C# of the documents is compiled: every block stands line by line in the snippets of its document.</summary>
public sealed class DocumentTests
{
    private const string Start = "```csharp\n", End = "```";

    public static TheoryData<string> Names =>
    [
        "README.md",
        .. Directory.EnumerateFiles(GoldenFiles.Repository("docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}").Order(StringComparer.Ordinal),
        .. Directory.EnumerateFiles(GoldenFiles.Repository("samples"), "README.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(GoldenFiles.Repository(), path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_block_of_code_is_compiled(string document)
    {
        var blocks = Blocks(document);
        if (blocks.Count == 0) return;
        var snippets = Lines(File.ReadAllText(GoldenFiles.Repository("tests", "Mmva.Docs.Tests", "Snippets", SnippetsOf(document))));
        foreach (var block in blocks)
        {
            var lines = Lines(block);
            Joined(snippets).Should().Contain(Joined(lines.Where(line => !IsUsing(line))), "this code of {0} must be compiled:\n{1}", document, block);
            snippets.Should().Contain(lines.Where(IsUsing), "{0} must need the namespaces that it names and no others of Mmva", document);
        }
    }

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("docs/encoders.md", 8)]
    [InlineData("docs/postgresql.md", 2)]
    [InlineData("docs/tasks.md", 4)]
    [InlineData("docs/training.md", 8)]
    public void A_document_shows_code(string document, int blocks) => Blocks(document).Should().HaveCountGreaterThanOrEqualTo(blocks);

    [Fact]
    public void The_front_door_needs_one_namespace() =>
        Lines(File.ReadAllText(GoldenFiles.Repository("tests", "Mmva.Docs.Tests", "Snippets", "ReadmeSnippets.cs")))
            .Where(line => line.StartsWith("using Mmva", StringComparison.Ordinal)).Should().Equal("using Mmva;");

    private static string SnippetsOf(string document) =>
        document.StartsWith("samples/", StringComparison.Ordinal)
            ? "SamplesSnippets.cs"
            : Directory.EnumerateFiles(GoldenFiles.Repository("tests", "Mmva.Docs.Tests", "Snippets")).Select(path => Path.GetFileName(path)!)
                .Single(file => file.Equals($"{Path.GetFileNameWithoutExtension(document)}Snippets.cs", StringComparison.OrdinalIgnoreCase));

    private static List<string> Blocks(string document) =>
        [.. File.ReadAllText(GoldenFiles.Repository(document)).ReplaceLineEndings("\n").Split(Start).Skip(1).Select(rest => rest[..rest.IndexOf(End, StringComparison.Ordinal)])];

    private static List<string> Lines(string text) => [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal);
}
