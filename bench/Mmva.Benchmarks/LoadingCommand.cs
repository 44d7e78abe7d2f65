using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mmva.Encoders;
using Mmva.Encoders.Onnx;

namespace Mmva.Benchmarks;

/// <summary>How long a tower takes from its file to its first result, and the memory that it takes: a process of its own for every contender and case.</summary>
internal static class LoadingCommand
{
    /// <summary>What the processes of their own are started with.</summary>
    public const string Child = "loading-child";

    public const string Usage = """
        loading --peers FOLDER [--json FILE] [--only clip,roberta,mert] [--threads 2] [--rounds 3]
            Seconds from opening a tower to its first result, and the peak of resident memory, ours and the exported graph's, a new process for each.
        """;

    private static readonly string[] Contenders = ["peer", nameof(Precision.Exact), nameof(Precision.Fast)];

    public static int Run(ReadOnlySpan<string> args)
    {
        string? peers = null, json = null;
        string[] only = [.. PaperTower.All.Select(t => t.Name)];
        int threads = 2, rounds = 3;
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) return Refuse($"{args[i]} needs a value");
            switch (args[i])
            {
                case "--peers": peers = args[i + 1]; break;
                case "--json": json = args[i + 1]; break;
                case "--only": only = args[i + 1].Split(','); break;
                case "--threads" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out threads) && threads > 0: break;
                case "--rounds" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out rounds) && rounds > 0: break;
                default: return Refuse($"what is {args[i]} {args[i + 1]}?");
            }
        }
        if (peers is null) return Refuse("--peers is needed");

        var rows = PaperTower.All.Where(t => only.Contains(t.Name)).SelectMany(tower => Measure(tower, peers, threads, rounds)).ToList();
        if (json is not null) Write(json, rows);
        return 0;
    }

    /// <summary>Loads one contender, runs one case, and prints seconds to load, seconds to the first result and the peak memory in bytes.</summary>
    public static int RunChild(string[] args)
    {
        var (name, contender, work, folder) = (args[0], args[1], args[2], args[3]);
        var options = new OnnxSessionOptions { IntraOpThreads = int.Parse(args[4], CultureInfo.InvariantCulture) };
        var paperTower = PaperTower.All.Single(t => t.Name == name);
        var start = Stopwatch.GetTimestamp();
        using var tower = contender == "peer" ? paperTower.Peer(folder, options) : paperTower.Ours(folder, Enum.Parse<Precision>(contender), options);
        var loaded = Stopwatch.GetElapsedTime(start).TotalSeconds;
        tower.Prepare(work).Run();
        var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{loaded} {first} {process.PeakWorkingSet64}"));
        return 0;
    }

    private static IEnumerable<Row> Measure(PaperTower tower, string peers, int threads, int rounds)
    {
        using var model = tower.CreateModel();
        foreach (var (name, _) in tower.Cases)
        {
            // in turns; the first round only warms the disk
            var turns = Enumerable.Range(0, rounds + 1).SelectMany(_ => Contenders.Select(c => Turn(tower.Name, c, name, c == "peer" ? peers : model.Path, threads))).Skip(Contenders.Length).ToList();
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
        if (process.ExitCode != 0) throw new MmvaException($"{tower}/{work} {contender}: the process that loads it ended with {process.ExitCode}; its messages stand above.");
        return new($"{tower}/{work}", contender, double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture), long.Parse(answer[2], CultureInfo.InvariantCulture));
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

    private static int Refuse(string why)
    {
        Console.Error.WriteLine($"{why}\n\n{Usage}");
        return 2;
    }

    private sealed record Row(string Case, string Contender, double LoadSeconds, double FirstSeconds, long PeakBytes)
    {
        public string How => Contender switch { "peer" => "peer", nameof(Precision.Exact) => "exact", _ => "fast" };

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Case,-24} {How,-6} loaded in {LoadSeconds,6:F2} s   first result after {FirstSeconds,6:F2} s   peak memory {PeakBytes / 1e6,6:F0} MB");
    }
}
