using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

public sealed class QuickstartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-quickstart").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_arguments_it_ranks_its_own_tracks_and_writes_one_self_contained_page()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Quickstart", _folder);

        exitCode.Should().Be(0, errors);
        output.Should().Contain("thunderstorm").And.Contain("music box, slow, major");
        var page = File.ReadAllText(Path.Combine(_folder, "mmva-quickstart.html"));
        Count(page, "<audio ").Should().Be(8);
        Count(page, "<img src=\"data:image/jpeg;base64,").Should().Be(4);
        page.Should().Contain("<svg ").And.NotContain("{{").And.NotMatchRegex("(src|href)=\"(?!data:)");
    }

    [Fact]
    public async Task A_text_and_a_folder_with_a_hostile_name_and_a_damaged_file()
    {
        var music = Directory.CreateDirectory(Path.Combine(_folder, "music")).FullName;
        Demo.Sound(music, "<script>alert(1)</script> {{TRACKS}}.wav".Replace('/', '∕'));
        File.WriteAllText(Path.Combine(music, "broken.wav"), "RIFF");

        var (exitCode, output, errors) = await SampleProgram.RunAsync("Quickstart", _folder, "a <b>stormy</b> sea", music, "--out", "storm.html");

        exitCode.Should().Be(0, errors);
        errors.Should().Contain("broken.wav");
        output.Should().Contain("a <b>stormy</b> sea");
        var page = File.ReadAllText(Path.Combine(_folder, "storm.html"));
        page.Should().Contain("a &lt;b&gt;stormy").And.NotContain("<b>stormy").And.NotContain("<script>alert");
        Count(page, "<audio ").Should().Be(1);
    }

    [SkippableFact]
    public async Task Bad_files_and_links_do_not_affect_the_good_files()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var mixed = new MixedFolder();

        var (exitCode, output, errors) = await SampleProgram.RunAsync("Quickstart", _folder, "rain", mixed.Path);

        exitCode.Should().Be(0, errors);
        output.Should().Contain(")  good\n").And.Contain(")  link\n");
        errors.Should().ContainAll(mixed.PathsOf(MixedFolder.BadMusic).Select(path => path + ": "));
    }

    [Theory]
    [InlineData(2, "There is no picture 'absent.jpg'.", "absent.jpg")]
    [InlineData(2, "Directory does not exist: 'nowhere'.", "rain", "nowhere")]
    [InlineData(2, "'--put' was not matched. Did you mean one of the following?\n--out\n", "--put", "x")]
    [InlineData(2, "Required argument missing for option: '--out'.", "--out")]
    [InlineData(2, "The text is empty.", " ")]
    [InlineData(2, "Unrecognized command or argument 'sea'.", "a", ".", "sea")]
    public async Task What_it_cannot_do_is_explained(int expected, string message, params string[] args)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Quickstart", _folder, args);
        (exitCode, output).Should().Be((expected, ""));
        errors.Should().Contain(message);
    }

    [Fact]
    public async Task A_folder_without_music_is_said_to_have_none()
    {
        var (exitCode, _, errors) = await SampleProgram.RunAsync("Quickstart", _folder, "rain", _folder);
        exitCode.Should().Be(1);
        errors.Should().Contain("No music that can be read was found");
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
