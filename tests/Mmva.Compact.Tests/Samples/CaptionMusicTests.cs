using Mmva.Data;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

public sealed class CaptionMusicTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_table_of_captions_is_written_and_resumed()
    {
        Demo.Sound(Directory.CreateDirectory(_folder.File("music/a, b")).FullName, "one.wav");
        _folder.Write("music/broken.wav", "RIFF no sound");

        var (exitCode, _, errors) = await SampleProgram.RunAsync("CaptionMusic", _folder.Path, "music", "--output", "captions.csv");

        exitCode.Should().Be(1);
        errors.Should().Contain("broken.wav");
        (await CaptionAsync("a, b/one.wav")).Should().MatchRegex(@"^[A-Z].*\.$");

        // what is in the table is not captioned again
        _folder.Write("captions.csv", "id,caption\n\"a, b/one.wav\",\"Mine, not yours.\"\n");
        Demo.Sound(_folder.File("music"), "broken.wav");
        (await SampleProgram.RunAsync("CaptionMusic", _folder.Path, "music", "--output", "captions.csv")).ExitCode.Should().Be(0);
        (await CaptionAsync("a, b/one.wav")).Should().Be("Mine, not yours.");
        (await CaptionAsync("broken.wav")).Should().NotBeNull();

        var printed = await SampleProgram.RunAsync("CaptionMusic", _folder.Path, "music");
        printed.Output.Should().StartWith("id,caption\n").And.Contain("\n\"a, b/one.wav\",");
    }

    [Theory]
    [InlineData("Give a folder of music.")]
    [InlineData("--evaluate takes no other folder.", ".", "--evaluate", ".")]
    [InlineData("--evaluate takes no --output.", "--evaluate", ".", "--output", "x")]
    public async Task A_wrong_command_line_says_what_is_wrong(string error, params string[] words)
    {
        var (exitCode, _, errors) = await SampleProgram.RunAsync("CaptionMusic", _folder.Path, words);

        exitCode.Should().Be(2);
        errors.Should().Contain(error);
    }

    private Task<string?> CaptionAsync(string id) =>
        CaptionTable.Read(_folder.File("captions.csv")).CaptionAsync(new(new(id, id, default, ""), default, default));
}
