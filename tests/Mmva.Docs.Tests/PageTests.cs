using Mmva.TestSupport;

namespace Documents;

/// <summary>What every page about a capability has.</summary>
public sealed class PageTests
{
    private const int MaximumBytes = 150_000, MaximumBytesTogether = 1_500_000;

    public static TheoryData<string> Capabilities =>
        [.. DocumentTests.Documents("docs/capabilities", "*.md").Where(document => !document.EndsWith("/index.md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Capabilities))]
    public void A_capability_has_a_picture_code_limits_and_a_sample(string document)
    {
        var lines = File.ReadAllLines(GoldenFiles.Repository(document));
        lines[0].Should().StartWith("# ");
        lines[2].Should().EndWith(".", "{0} begins with one sentence", document);
        lines[4].Should().StartWith("![", "the picture of {0} comes next", document);
        var picture = lines[4][(lines[4].LastIndexOf('(') + 1)..^1];
        File.Exists(GoldenFiles.Repository("docs", "capabilities", picture)).Should().BeTrue("{0} shows {1}", document, picture);
        lines.Should().Contain("## In code").And.Contain("```csharp");
        lines.Should().Contain(line => line == "## Limits" || line == "## Options and limits", "{0} says what it cannot do", document);
        lines.Should().Contain(line => line.StartsWith("Sample", StringComparison.Ordinal), "{0} names a sample", document);
    }

    [Theory]
    [MemberData(nameof(Capabilities))]
    public void A_capability_is_listed(string document)
    {
        var name = Path.GetFileName(document);
        File.ReadAllText(GoldenFiles.Repository("docs", "capabilities", "index.md")).Should().Contain($"({name})");
        File.ReadAllText(GoldenFiles.Repository("docs", "capabilities", "toc.yml")).Should().Contain($"href: {name}");
    }

    [Fact]
    public void Pictures_and_media_are_small()
    {
        var files = new DirectoryInfo(GoldenFiles.Repository("docs")).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Extension is ".png" or ".svg" or ".jpg" or ".wav").ToList();
        files.Should().OnlyContain(file => file.Length <= MaximumBytes);
        files.Sum(file => file.Length).Should().BeLessThanOrEqualTo(MaximumBytesTogether);
    }

    [Fact]
    public void Every_picture_is_used()
    {
        var pages = string.Concat(DocumentTests.Documents("docs", "*.md").Select(document => File.ReadAllText(GoldenFiles.Repository(document))));
        foreach (var path in Directory.EnumerateFiles(GoldenFiles.Repository("docs", "images")))
            pages.Should().Contain($"images/{Path.GetFileName(path)})");
    }
}
