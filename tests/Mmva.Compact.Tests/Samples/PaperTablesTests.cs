using System.Globalization;
using System.Text.Json;
using Mmva.Evaluation;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

/// <summary>The sample as a process, on small made-up data sets. One run serves all tests.</summary>
public sealed class PaperTablesTests(PaperTablesTests.Run run) : IClassFixture<PaperTablesTests.Run>
{
    private static readonly string[] Systems = ["MMVA", "SP-Net", "L3-Net", "ACP-Net", "CDCML", "ridge regression"];

    [Fact]
    public void Every_table_has_its_rows_with_intervals_and_trivial_predictors()
    {
        run.ExitCode.Should().Be(0, run.Errors);
        for (var table = 1; table <= 5; table++) Rows(table).Should().NotBeEmpty($"table {table} is made");

        var squared = Rows(1).Where(r => Is(r, "set", "all") && Is(r, "metric", "MSE") && !IsPublished(r)).ToList();
        foreach (var system in Systems)
        {
            var tasks = squared.Where(r => Is(r, "system", system)).Select(r => $"{r.GetProperty("modality")} {r.GetProperty("task")}").ToList();
            tasks.Should().Contain(["pairs similarity", "image valence", "image arousal", "music valence", "music arousal"], system);
            tasks.Contains("text valence").Should().Be(system is "MMVA" or "ridge regression", "rivals read no captions");
        }
        foreach (var row in squared.Where(r => Systems.Contains(r.GetProperty("system").GetString())))
        {
            var (value, interval) = (row.GetProperty("value").GetDouble(), row.GetProperty("interval"));
            value.Should().BeInRange(interval[0].GetDouble(), interval[1].GetDouble());
            row.GetProperty("trivial").GetProperty("constant").GetDouble().Should().BePositive();
            row.GetProperty("trivial").GetProperty("median").GetDouble().Should().BePositive();
            row.GetProperty("seeds").GetArrayLength().Should().Be(2);
        }
        squared.Where(r => Is(r, "system", "MMVA") && Is(r, "task", "similarity")).Should().ContainSingle()
            .Which.GetProperty("trivial").GetProperty("musicOnly").GetDouble().Should().BePositive();
        Rows(4).Select(r => r.GetProperty("system").GetString()).Should().Contain(["random", "constant", "human"]);
        Rows(3).Concat(Rows(5)).Select(r => r.GetProperty("system").GetString())
            .Should().Contain(["MMVA", "no random matching", "no similarity predictor"]);
    }

    [Fact]
    public void The_value_of_a_row_is_the_mean_over_its_seeds()
    {
        static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;
        var measured = Enumerable.Range(1, 3).SelectMany(Rows).Where(r => !IsPublished(r) && IsNumber(r.GetProperty("value"))).ToList();
        measured.Should().NotBeEmpty();
        foreach (var row in measured)
        {
            double[] seeds = [.. row.GetProperty("seeds").EnumerateArray().Where(IsNumber).Select(v => v.GetDouble())];
            row.GetProperty("value").GetDouble().Should().BeApproximately(seeds.Average(), 1e-9);
        }
    }

    [Fact]
    public void Rows_can_be_computed_again_from_the_predictions()
    {
        var lines = File.ReadLines(run.File("predictions.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        foreach (var system in Systems)
        {
            var bySeed = lines.Where(l => l[1] == system && l[2] == "music" && l[3] == "arousal").GroupBy(l => l[0])
                .Select(seed => RegressionMetrics.Compute([.. seed.Select(l => Number(l[6]))], [.. seed.Select(l => Number(l[7]))])).ToList();

            bySeed.Should().HaveCount(2);
            Value(1, system, "music", "arousal", "MSE").Should().BeApproximately(bySeed.Average(m => m.MeanSquaredError), 1e-6);
            Value(1, system, "music", "arousal", "CCC").Should().BeApproximately(bySeed.Average(m => m.Concordance), 1e-4);
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void No_group_is_on_both_sides_of_a_split()
    {
        var lines = File.ReadLines(run.File("predictions.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        foreach (var seed in lines.Where(l => l[1] == "MMVA" && l[2] == "image" && l[3] == "valence").GroupBy(l => l[0]))
            seed.Select(l => l[4]).Distinct().Should().HaveCount(seed.Count()).And.HaveCountLessThan(SmallDataSets.Images / 3);
    }

    [Fact]
    public void Markdown_and_page_show_the_rows()
    {
        var value = Value(1, "CDCML", "image", "valence", "MSE").ToString("F4", CultureInfo.InvariantCulture);
        var page = File.ReadAllText(run.File("tables.html"));

        run.Output.Should().ContainAll("## Table 1", "## Table 5", "What is significant", "as published", $"| CDCML | {value} [");
        page.Should().ContainAll(value, "<svg", "prefers-color-scheme: dark").And.NotContain("{{").And.NotContain("src=\"http");
    }

    [Fact]
    public async Task Pairs_of_a_manifest_are_ranked_and_a_second_run_encodes_only_them()
    {
        var pairs = SmallDataSets.WritePairs(run.Data);

        var (exitCode, _, errors) = await run.SampleAsync("--retrieval", pairs, "--json", "pairs.json");

        exitCode.Should().Be(0, errors);
        using var json = JsonDocument.Parse(File.ReadAllText(run.File("pairs.json")));
        var mmva = json.RootElement.GetProperty("table2").EnumerateArray().First(r => Is(r, "system", "MMVA") && Is(r, "metric", "R@10"));
        mmva.GetProperty("items").GetInt32().Should().Be(2 * 8, "both seeds draw all");
        mmva.GetProperty("value").GetDouble().Should().Be(1, "there are fewer than ten items");
        mmva.GetProperty("trivial").GetProperty("chance").GetDouble().Should().Be(1);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        var folder = Directory.CreateDirectory(run.File("without")).FullName;
        SmallDataSets.Write(folder, withCaptions: false);

        var (exitCode, _, errors) = await SampleProgram.RunAsync("PaperTables", run.Folder, "--data", folder);
        exitCode.Should().Be(1);
        errors.Should().Contain("captions").And.Contain("musical-captions");

        (exitCode, _, errors) = await SampleProgram.RunAsync(
            "PaperTables", run.Folder, "--data", run.Data, "--json", Path.Combine("nowhere", "x.json"));
        exitCode.Should().Be(1);
        errors.Should().Contain("nowhere").And.Contain("does not exist");
    }

    private double Value(int table, string system, string modality, string task, string metric) => Rows(table)
        .First(r => Is(r, "system", system) && Is(r, "set", "all") && Is(r, "modality", modality) && Is(r, "task", task) && Is(r, "metric", metric)
            && !IsPublished(r))
        .GetProperty("value").GetDouble();

    private List<JsonElement> Rows(int table) => [.. run.Json.GetProperty($"table{table}").EnumerateArray()];

    private static bool Is(JsonElement row, string key, string value) => row.GetProperty(key).GetString() == value;

    private static bool IsPublished(JsonElement row) => row.TryGetProperty("source", out _);

    /// <summary>The data sets and the run.</summary>
    public sealed class Run : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("mmva-tables").FullName;
        private JsonDocument? _json;

        public string Folder => _folder;

        public string Data => Path.Combine(_folder, "data");

        public int ExitCode { get; private set; }

        public string Output { get; private set; } = "";

        public string Errors { get; private set; } = "";

        public JsonElement Json => _json!.RootElement;

        public string File(string name) => Path.Combine(_folder, name);

        public Task<(int ExitCode, string Output, string Errors)> SampleAsync(params string[] options) => SampleProgram.RunAsync(
            "PaperTables", _folder, ["--data", Data, "--cache", "cache", "--epochs", "2", "--seeds", "2", "--resamples", "200", .. options]);

        public async Task InitializeAsync()
        {
            SmallDataSets.Write(Data);
            (ExitCode, Output, Errors) = await SampleAsync("--json", "tables.json", "--html", "tables.html", "--predictions", "predictions.csv");
            if (ExitCode == 0) _json = JsonDocument.Parse(System.IO.File.ReadAllText(File("tables.json")));
        }

        public Task DisposeAsync()
        {
            _json?.Dispose();
            Directory.Delete(_folder, recursive: true);
            return Task.CompletedTask;
        }
    }
}
