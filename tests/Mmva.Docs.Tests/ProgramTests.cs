using System.Globalization;
using System.Text.RegularExpressions;
using Documents.Snippets;
using Documents.Snippets.Capabilities;
using Mmva;
using Mmva.TestSupport;

namespace Documents;

/// <summary>The programs of the pages print what the pages say, with the media of the first page.</summary>
public sealed partial class ProgramTests : IDisposable
{
    // numbers may differ in their last digit on other processors
    private const double Tolerance = 0.0101;

    private static readonly Dictionary<string, Func<Task>> Programs = new()
    {
        ["docs/index.md"] = () => ReadmeSnippets.RunAsync(["media/meadow.jpg", "media/thunderstorm.jpg", "media/calm.wav", "media/stormy.wav"]),
        ["docs/capabilities/prediction.md"] = PredictionPage.RunAsync,
        ["docs/capabilities/retrieval.md"] = RetrievalPage.RunAsync,
        ["docs/capabilities/text-to-music.md"] = TextToMusicPage.RunAsync,
        ["docs/capabilities/vector-stores.md"] = VectorStoresPage.RunAsync,
        ["docs/capabilities/moods.md"] = MoodsPage.RunAsync,
        ["docs/capabilities/playlists.md"] = PlaylistsPage.RunAsync,
        ["docs/capabilities/prompts.md"] = PromptsPage.RunAsync,
        ["docs/capabilities/soundtracks.md"] = SoundtracksPage.RunAsync,
        ["docs/capabilities/following-music.md"] = FollowingMusicPage.RunAsync,
        ["docs/capabilities/captions.md"] = CaptionsPage.RunAsync,
        ["docs/capabilities/indexes.md"] = IndexesPage.RunAsync,
    };

    private readonly WorkingFolder _folder = new();

    public ProgramTests() => _folder.AddMedia();

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_program_prints_what_its_page_says(string document)
    {
        var before = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            await Programs[document]();
        }
        finally
        {
            Console.SetOut(before);
        }

        var page = await File.ReadAllTextAsync(GoldenFiles.Repository(document));
        var expected = page.ReplaceLineEndings("\n").Split("```text\n")[1].Split("```")[0].TrimEnd();
        var printed = output.ToString().ReplaceLineEndings("\n").TrimEnd();
        Number().Replace(printed, "#").Should().Be(Number().Replace(expected, "#"), "{0} and its program, which prints\n{1}\n", document, printed);
        foreach (var (number, shown) in Numbers(printed).Zip(Numbers(expected))) number.Should().BeApproximately(shown, Tolerance, "{0}", document);
    }

    [Fact]
    public void Every_page_with_output_is_run() =>
        DocumentTests.Documents("docs", "*.md")
            .Where(document => File.ReadAllText(GoldenFiles.Repository(document)).Contains("```text", StringComparison.Ordinal))
            .Should().BeEquivalentTo(Programs.Keys);

    [Fact]
    public async Task The_tables_of_data_and_training_are_read()
    {
        await File.WriteAllTextAsync("images.csv", "path,valence,arousal\nmedia/meadow.jpg,7.5,4\nmedia/thunderstorm.jpg,3,6\n");
        await DataPage.RunAsync();
        Directory.EnumerateFiles("features", "*", SearchOption.AllDirectories).Should().NotBeEmpty();

        await File.WriteAllTextAsync("images.csv", "path,valence,arousal\nmedia/meadow.jpg,0.8,0.4\nmedia/thunderstorm.jpg,0.3,0.6\n");
        await File.WriteAllTextAsync(
            "music.csv", "path,valence,arousal,caption\nmedia/calm.wav,0.7,0.2,slow strings\nmedia/stormy.wav,0.3,0.8,a heavy riff\n");
        await TrainingPage.RunAsync();
        MmvaModel.Load("mine.safetensors").Options.EmbeddingWidth.Should().Be(MmvaModelOptions.DefaultEmbeddingWidth);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<double> Numbers(string text) =>
        Number().Matches(text).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Number();
}
