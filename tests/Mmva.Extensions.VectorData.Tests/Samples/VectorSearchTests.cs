using System.Globalization;
using Mmva.TestSupport;

namespace Mmva.Extensions.VectorData.Tests;

public sealed class VectorSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_text_and_a_file_find_the_nearest_and_a_bad_file_is_named()
    {
        var bad = _folder.File("notes.txt");
        await File.WriteAllTextAsync(bad, "neither");
        var (exitCode, output, errors) = await SampleProgram.RunAsync(
            "VectorSearch", _folder.Path, "--text", "a wild party", "--file", bad, "--among", "music", "--count", "3");

        exitCode.Should().Be(1, errors);
        errors.Should().Contain("notes.txt: is neither an image nor audio.");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split('\t')).ToList();
        lines.Should().HaveCount(3).And.OnlyContain(line => line[0] == "a wild party" && line[2] == "music" && line[5].EndsWith(".wav"));
        lines.Select(line => double.Parse(line[1], CultureInfo.InvariantCulture)).Should().BeInAscendingOrder();
    }
}
