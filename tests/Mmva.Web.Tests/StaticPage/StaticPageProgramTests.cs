using Mmva.TestSupport;

namespace Mmva.Web.Tests.StaticPage;

/// <summary>The program that writes the page.</summary>
[Collection(StaticSiteCollection.Name)]
public sealed class StaticPageProgramTests(StaticSite site) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_visitor_fetches_at_most_25_MB_and_no_file_asks_for_an_address()
    {
        await site.OpenAsync();
        var files = Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories);

        files.Sum(file => new FileInfo(file).Length).Should().BeLessThan(25_000_000);
        files.Where(file => Path.GetExtension(file) is ".html" or ".js" or ".css" && !file.Contains("onnxruntime")).Select(File.ReadAllText)
            .Should().AllSatisfy(text => text.Replace("http://www.w3.org/2000/svg", "").Should().NotMatchRegex(@"https?://(?!localhost:8000)"));
    }

    [SkippableFact]
    public async Task It_replaces_its_own_files_and_no_others()
    {
        await site.OpenAsync();
        var page = Path.Combine(_folder.Path, "page");
        Directory.CreateDirectory(page);
        File.WriteAllText(Path.Combine(page, "index.html"), "mine");

        var (exitCode, _, errors) = await RunAsync(page);

        exitCode.Should().Be(1);
        errors.Should().Contain("index.html: was not written by this program and is not overwritten.");
        Directory.GetFiles(page, "*", SearchOption.AllDirectories).Should().HaveCount(1);

        // its own
        var script = Path.Combine(site.Folder, "similarity.js");
        var before = File.ReadAllText(script);
        File.WriteAllText(script, "");
        (exitCode, var output, errors) = await RunAsync(site.Folder);

        exitCode.Should().Be(0, errors);
        output.Should().Contain("A visitor fetches");
        File.ReadAllText(script).Should().Be(before);
    }

    [Theory]
    [InlineData(0, "FOLDER", "--help")]
    [InlineData(1, "nowhere.tgz: there is no such file. Fetch it elsewhere (npm pack", "page", "--onnxruntime-web", "nowhere.tgz")]
    [InlineData(1, "other.tgz: is not onnxruntime-web 1.30.0 as npm has it.", "page", "--onnxruntime-web", "other.tgz")]
    [InlineData(2, "--onnx", "page", "--onnx")]
    public async Task What_it_cannot_do_is_explained(int exitCode, string message, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "other.tgz"), "other");
        var (code, output, errors) = await RunAsync(arguments);

        code.Should().Be(exitCode);
        (output + errors).Should().Contain(message).And.NotContain("Unhandled exception");
        Directory.Exists(Path.Combine(_folder.Path, "page")).Should().BeFalse();
    }

    [Fact]
    public async Task Without_a_network_it_says_how_to_do_without()
    {
        var (exitCode, _, errors) = await SampleProgram.RunAsync("Browser", _folder.Path, "", ["page"], ("HTTPS_PROXY", "http://127.0.0.1:9"));

        exitCode.Should().Be(1);
        errors.Should().Contain("cannot be downloaded").And.Contain("--onnxruntime-web FILE.tgz");
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        SampleProgram.RunAsync("Browser", _folder.Path, "", arguments, StaticSite.Cache);
}
