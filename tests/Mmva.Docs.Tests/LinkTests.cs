using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Mmva.TestSupport;

namespace Documents;

/// <summary>Links, anchors and images of the documents lead somewhere within the repository. <c>.ci/site</c> checks the finished site.</summary>
public sealed partial class LinkTests
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    public static TheoryData<string> Names =>
    [
        .. Directory.EnumerateFiles(GoldenFiles.Repository(), "*.md").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal),
        .. DocumentTests.Documents("docs", "*.md"),
        .. DocumentTests.Documents("samples", "README.md"),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(GoldenFiles.Repository(document))!;
        foreach (var link in Read(GoldenFiles.Repository(document)).Descendants<LinkInline>())
        {
            var url = link.Url ?? "";
            if (url.Contains("://", StringComparison.Ordinal) || url.StartsWith("mailto:", StringComparison.Ordinal)) continue;
            var parts = Uri.UnescapeDataString(url).Split('#', 2);
            var target = parts[0].Length == 0 ? GoldenFiles.Repository(document) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            Path.Exists(target).Should().BeTrue("{0} links to {1}", document, url);
            if (parts.Length == 2) Anchors(target).Should().Contain(parts[1], "{0} links to {1}", document, url);
        }
    }

    [Fact]
    public void A_document_that_code_names_exists()
    {
        var folders = new[] { "src", "samples", "tests", "bench", ".ci" }.Select(folder => GoldenFiles.Repository(folder));
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".cs" or ".csproj" or ".json" or "" && !BuildOutput().IsMatch(path));
        foreach (var path in files)
            foreach (Match name in DocumentName().Matches(File.ReadAllText(path)))
                File.Exists(GoldenFiles.Repository(name.Value)).Should().BeTrue("{0} names {1}", path, name.Value);
    }

    private static IEnumerable<string> Anchors(string path) => Read(path).Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id!);

    private static MarkdownDocument Read(string path) => Markdown.Parse(File.ReadAllText(path), Pipeline);

    [GeneratedRegex(@"\bdocs/[a-z0-9-]+(/[a-z0-9-]+)*\.md\b")]
    private static partial Regex DocumentName();

    [GeneratedRegex(@"[/\\](bin|obj|Fixtures)[/\\]")]
    private static partial Regex BuildOutput();
}
