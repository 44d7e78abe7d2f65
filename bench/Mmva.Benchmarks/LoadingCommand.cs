using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>
/// How long a tower takes from its file to its first result, and the memory that it takes: a process of its own for every contender and case.
/// </summary>
internal static class LoadingCommand
{
    private const string Child = "loading-child";

    private static readonly string[] Contenders = ["peer", nameof(Precision.Exact), nameof(Precision.Fast)];

    public static Command Command()
    {
        var (peers, json, threads) = (
            BenchmarkOptions.Peers("the exported graphs, as for towers"), BenchmarkOptions.Json(), BenchmarkOptions.Threads());
        var only = BenchmarkOptions.Some(
            "--only", "The towers to measure; compact is all three towers of Mmva.Compact at once.",
            [.. PaperTower.All.Select(tower => tower.Name), CompactLoading.Name]);
        var rounds = BenchmarkOptions.Count("--rounds", "Processes of each contender and case; the median counts.", 3);
        var command = new Command(
            "loading",
            "Seconds from opening a tower to its first result, and the peak of resident memory, ours and the exported graph's, "
            + "a new process for each.")
        {
            peers, json, only, threads, rounds,
        };
        command.SetAction(line =>
        {
            var towers = PaperTower.All.Where(t => line.GetRequiredValue(only).Contains(t.Name));
            var rows = towers.SelectMany(tower => Measure(tower, line.GetRequiredValue(peers), line.GetValue(threads), line.GetValue(rounds)))
                .ToList();
            if (line.GetRequiredValue(only).Contains(CompactLoading.Name)) rows.Add(MeasureCompact(line.GetValue(threads), line.GetValue(rounds)));
            if (line.GetValue(json) is { } file) Write(file, rows);
        });
        return command;
    }

    /// <summary>
    /// What the processes of their own are started with: loads one contender, runs one case, and prints seconds to load, seconds to the first result
    /// and the peak memory in bytes.
    /// </summary>
    public static Command ChildCommand()
    {
        var (tower, contender, work, folder, threads) = (
            new Argument<string>("tower"), new Argument<string>("contender"), new Argument<string>("work"), new Argument<string>("folder"),
            new Argument<int>("threads"));
        var command = new Command(Child) { tower, contender, work, folder, threads };
        command.Hidden = true;
        command.SetAction(
            line =>
                RunChild(
                    line.GetRequiredValue(tower), line.GetRequiredValue(contender), line.GetRequiredValue(work), line.GetRequiredValue(folder),
                    line.GetValue(threads)));
        return command;
    }

    private static void RunChild(string name, string contender, string work, string folder, int threads)
    {
        var options = new OnnxSessionOptions { IntraOpThreads = threads };
        var start = Stopwatch.GetTimestamp();
        using var tower = name == CompactLoading.Name ? CompactLoading.Load(threads) : LoadPaperTower(name, contender, folder, options);
        var loaded = Stopwatch.GetElapsedTime(start).TotalSeconds;
        tower.Prepare(work).Run();
        var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{loaded} {first} {process.PeakWorkingSet64}"));
    }

    private static Contender LoadPaperTower(string name, string contender, string folder, OnnxSessionOptions options)
    {
        var tower = PaperTower.All.Single(t => t.Name == name);
        return contender == "peer" ? tower.Peer(folder, options) : tower.Ours(folder, Enum.Parse<Precision>(contender), options);
    }

    private static Row MeasureCompact(int threads, int rounds)
    {
        var turns = Enumerable.Range(0, rounds + 1)
            .Select(_ => Turn(CompactLoading.Name, nameof(Precision.Exact), CompactLoading.Case, ".", threads)).Skip(1)
            .OrderBy(turn => turn.FirstSeconds).ToList();
        Console.WriteLine(turns[turns.Count / 2]);
        return turns[turns.Count / 2];
    }

    private static IEnumerable<Row> Measure(PaperTower tower, string peers, int threads, int rounds)
    {
        using var model = tower.CreateModel();
        foreach (var (name, _) in tower.Cases)
        {
            // in turns; the first round only warms the disk
            var turns = Enumerable.Range(0, rounds + 1)
                .SelectMany(_ => Contenders.Select(c => Turn(tower.Name, c, name, c == "peer" ? peers : model.Path, threads))).Skip(Contenders.Length)
                    .ToList();
            foreach (var contender in Contenders)
            {
                var own = turns.Where(t => t.Contender == contender).OrderBy(t => t.FirstSeconds).ToList();
                var row = own[own.Count / 2];
                Console.WriteLine(row);
                yield return row;
            }
        }
    }

    private static Row Turn(string tower, string contender, string work, string folder, int threads)
    {
        string[] arguments = [Child, tower, contender, work, folder, threads.ToString(CultureInfo.InvariantCulture)];
        var program = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") arguments = [Environment.GetCommandLineArgs()[0], .. arguments];
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new MmvaException(
                $"{tower}/{work} {contender}: the process that loads it ended with {process.ExitCode}; its messages stand above.");
        return new(
            $"{tower}/{work}", contender, double.Parse(answer[0], CultureInfo.InvariantCulture),
            double.Parse(answer[1], CultureInfo.InvariantCulture), long.Parse(answer[2], CultureInfo.InvariantCulture));
    }

    private static void Write(string path, IEnumerable<Row> rows)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("case", row.Case);
            json.WriteString("contender", row.How);
            json.WriteNumber("load_s", row.LoadSeconds);
            json.WriteNumber("first_result_s", row.FirstSeconds);
            json.WriteNumber("peak_bytes", row.PeakBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private sealed record Row(string Case, string Contender, double LoadSeconds, double FirstSeconds, long PeakBytes)
    {
        public string How => Contender switch { "peer" => "peer", nameof(Precision.Exact) => "exact", _ => "fast" };

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Case,-24} {How,-6} loaded in {LoadSeconds,6:F2} s   "
                + $"first result after {FirstSeconds,6:F2} s   peak memory {PeakBytes / 1e6,6:F0} MB");
    }
}
