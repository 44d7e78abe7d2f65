using System.Globalization;
using System.Text.Json;
using Mmva.Evaluation;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

/// <summary><c>PaperTables --benchmark</c> as a process, on small data sets in the published forms.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-benchmark").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_published_split_of_emomusic_is_reported_next_to_trivial_predictors_and_published_figures()
    {
        BenchmarkData.WriteEmoMusic(Data, songs: 30, withoutAudio: 2);

        var (exitCode, output, errors) = await RunAsync("emomusic", "--json", "emo.json", "--predictions", "emo.csv", "--seeds", "2");

        exitCode.Should().Be(0, errors);
        errors.Should().Contain("1.mp3: does not exist.").And.Contain("2.mp3: does not exist.");
        output.Should().ContainAll(
            "28 of 30 rated songs; 2 files are missing", "20 songs to train on", "10 to test", "| **MMVA head** |", "| ridge regression |",
            "| training mean |", "by seed", "Music2Emo", "0.651", "Mmva: MMVA head on", "do not compare");
        using var json = Json("emo.json");
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        rows.Should().HaveCount(3 * 2 * 4, "three systems, two dimensions and four metrics");
        rows.Should().OnlyContain(row => row.GetProperty("items").GetInt32() == 2 * 10 && row.GetProperty("groups").GetInt32() == 10);
        rows.Where(row => row.GetProperty("system").GetString() != "training mean")
            .Select(row => row.GetProperty("trivial").GetProperty("constant").ValueKind).Should().HaveCount(2 * 2 * 4);

        // every figure follows from the predictions
        var lines = File.ReadLines(Path.Combine(_folder, "emo.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        foreach (var system in new[] { "MMVA head", "ridge regression" })
        {
            var bySeed = lines.Where(l => l[1] == $"MediaEval 2013: {system}" && l[3] == "arousal").GroupBy(l => l[0]).ToList();
            bySeed.Should().HaveCount(2).And.OnlyContain(seed => seed.Count() == 10);
            bySeed.Should().OnlyContain(seed => seed.All(l => int.Parse(l[4], CultureInfo.InvariantCulture) % 3 == 0), "only those are held out");
            var expected = bySeed.Average(seed => RegressionMetrics.Compute([.. seed.Select(l => Number(l[6]))], [.. seed.Select(l => Number(l[7]))])
                .RSquared);
            Value(rows, system, "arousal", "R2").Should().BeApproximately(expected, 1e-5);
            Value(rows, system, "arousal", "RMSE").Should().BeInRange(0, 1);
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Less_than_half_of_the_files_are_refused_unless_asked_for()
    {
        BenchmarkData.WriteEmoMusic(Path.Combine(Data, "emomusic"), songs: 40, withoutAudio: 25);

        var (exitCode, output, errors) = await RunAsync("emomusic");

        exitCode.Should().Be(1);
        output.Should().BeEmpty();
        errors.Should().ContainAll("15 of the 40 rated songs have an audio file", "--partial", "… and 15 more files do not exist.");

        (exitCode, output, errors) = await RunAsync("emomusic", "--partial");

        exitCode.Should().Be(0, errors);
        output.Should().Contain("15 of 40 rated songs; 25 files are missing");
    }

    [Fact]
    public async Task Deam_is_reported_by_folds_and_on_the_songs_of_2015()
    {
        BenchmarkData.WriteDeam(Data, songs: 20, evaluation: 6);

        var (exitCode, _, errors) = await RunAsync("deam", "--json", "deam.json");

        exitCode.Should().Be(0, errors);
        using var json = Json("deam.json");
        var items = json.RootElement.GetProperty("rows").EnumerateArray()
            .Select(row => (row.GetProperty("set").GetString(), row.GetProperty("items").GetInt32())).Distinct();
        items.Should().BeEquivalentTo([("5 folds", 26), ("MediaEval 2015", 6)]);
    }

    [Fact]
    public async Task Pmemo_is_reported_by_folds_and_written_to_files()
    {
        BenchmarkData.WritePmemo(Path.Combine(Data, "pmemo"), songs: 20);

        var (exitCode, output, errors) = await RunAsync("pmemo", "--markdown", "pmemo.md");

        exitCode.Should().Be(0, errors);
        output.Should().BeEmpty();
        File.ReadAllText(Path.Combine(_folder, "pmemo.md")).Should()
            .ContainAll("5-fold cross-validation by songs", "0.547", "| 5 folds | this command |");
    }

    [Theory]
    [InlineData(false, "without its test part", "dev")]
    [InlineData(true, "The publishers' split:", "test")]
    public async Task Emobank_is_reported_on_test_or_else_dev_and_on_documents_that_training_has_not_seen(
        bool withTest, string description, string part)
    {
        BenchmarkData.WriteEmoBank(Path.Combine(Data, "emobank"), documents: 16, withTest);

        var (exitCode, output, errors) = await RunAsync("emobank", "--json", "emobank.json");

        exitCode.Should().Be(0, errors);
        output.Should().ContainAll(description, "0.805", "unseen groups");
        using var json = Json("emobank.json");
        var items = json.RootElement.GetProperty("rows").EnumerateArray()
            .Select(row => (row.GetProperty("set").GetString(), row.GetProperty("items").GetInt32())).Distinct();
        items.Should().BeEquivalentTo([(part, 4 + 15), (part + ", unseen groups", 4)]);
    }

    [Fact]
    public async Task Wrong_uses_are_errors_that_name_the_way_out()
    {
        Directory.CreateDirectory(Data);

        var (exitCode, _, errors) = await RunAsync("mtg");
        exitCode.Should().NotBe(0);
        errors.Should().Contain("--benchmark takes emomusic or deam or pmemo or emobank, not 'mtg'");

        (exitCode, _, errors) = await RunAsync("pmemo", "--html", "x.html");
        exitCode.Should().NotBe(0);
        errors.Should().Contain("--html is for the tables");

        (exitCode, _, errors) = await RunAsync("pmemo");
        exitCode.Should().Be(1);
        errors.Should().Contain("static_annotations.csv");
    }

    private string Data => Path.Combine(_folder, "data");

    private JsonDocument Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, name)));

    private static double Value(List<JsonElement> rows, string system, string task, string metric) => rows
        .Single(row => row.GetProperty("system").GetString() == system && row.GetProperty("task").GetString() == task
            && row.GetProperty("metric").GetString() == metric).GetProperty("value").GetDouble();

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(string benchmark, params string[] options) => SampleProgram.RunAsync(
        "PaperTables", _folder,
        [
            "--benchmark", benchmark, "--data", Data, "--epochs", "3", "--resamples", "100",
            .. options.Contains("--seeds") ? options : ["--seeds", "1", .. options],
        ]);
}
