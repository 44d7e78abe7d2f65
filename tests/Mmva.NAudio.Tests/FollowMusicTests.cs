using System.Globalization;
using Mmva.TestSupport;

namespace Mmva.NAudio.Tests;

public sealed class FollowMusicTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_made_up_music_moves_from_calm_to_lively_to_dark()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("FollowMusic", _folder.Path, "--hop", "7", "--window", "7", "--move", "0");

        exitCode.Should().Be(0, errors);
        var rows = Rows(output);
        rows.Select(row => row[0]).Should().Equal("0:07", "0:14", "0:21", "0:28", "0:35", "0:42", "0:49", "0:56", "1:03");
        float[] Of(int column, int track) => [.. rows.Skip(3 * track).Take(3).Select(row => float.Parse(row[column], CultureInfo.InvariantCulture))];
        Of(2, 1).Min().Should().BeGreaterThan(Of(2, 0).Max(), "the second track is livelier than the first");
        Of(1, 2).Max().Should().BeLessThan(Of(1, 1).Min(), "the third track is darker than the second");
    }

    [Fact]
    public async Task What_arrives_on_standard_input_is_followed_to_its_end()
    {
        // bytes of text are samples, too
        var noise = string.Concat(Enumerable.Range(0, 4 * 8000).Select(i => (char)('a' + i * i % 26)));

        var (exitCode, output, errors) = await SampleProgram.RunAsync("FollowMusic", _folder.Path, noise, ["-", "--rate", "8000", "--channels", "1"]);

        exitCode.Should().Be(0, errors);
        Rows(output).Should().ContainSingle().Which.Should().HaveCount(4).And.HaveElementAt(0, "0:02");
    }

    [Fact]
    public async Task Wrong_words_are_errors_that_name_what_is_accepted()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("FollowMusic", _folder.Path, "--hop", "0");
        (exitCode, output).Should().Be((2, ""));
        errors.Should().Contain("--hop takes a number from 0.1 to 120, not '0'.");

        (exitCode, _, errors) = await SampleProgram.RunAsync("FollowMusic", _folder.Path, "missing.wav");
        exitCode.Should().Be(1);
        errors.Should().Contain("missing.wav: ");
    }

    public void Dispose() => _folder.Dispose();

    private static List<string[]> Rows(string output) => [.. output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r').Split('\t'))];
}
