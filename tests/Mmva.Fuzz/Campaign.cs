using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mmva.Files;
using Mmva.Fuzz.Engine;
using Mmva.Fuzz.Targets;

namespace Mmva.Fuzz;

/// <summary>Runs one target after the other, and reports.</summary>
internal sealed class Campaign(CampaignOptions options, string command)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(10);

    private readonly List<TargetResult> _results = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var copy = Path.Combine(options.Folder, $"bin-{Environment.ProcessId}");
        try
        {
            var program = InstrumentedCopy.Create(copy, Console.Error.WriteLine);
            foreach (var name in options.Targets)
            {
                using var target = AllTargets.Find(name);
                var since = Stopwatch.StartNew();
                var result = await new WorkerProcess(program, target, options).RunAsync(counters =>
                {
                    if (since.Elapsed < BetweenReports) return;
                    since.Restart();
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{name}: {counters.Done} of {options.Inputs} inputs, {counters.Edges} edges, {counters.Findings} findings"));
                }, cancellationToken);
                _results.Add(result);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name,-20} {result.Inputs,10} inputs, {result.Refused,10} refused, {result.Edges,5} edges, corpus {result.Corpus,5}, "
                    + $"{result.Seconds,7:0.0} s ({result.ProcessorSeconds:0.0} of work), "
                    + $"slowest {result.MaxMicroseconds / 1000.0,8:0.0} ms, most {result.MaxAllocatedBytes / 1e6,6:0.0} MB, "
                    + $"{result.Findings} findings ({result.Ended})"));
                Save();
            }
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
        return _results.Any(result => result.Findings > 0) ? 1 : 0;
    }

    private void Save()
    {
        if (options.Json is null) return;
        var result = new CampaignResult(
            DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Commit(),
                "dotnet run -c Release --project tests/Mmva.Fuzz -- " + command,
            options.Seed, _results);
        AtomicFile.Write(options.Json, stream => JsonSerializer.Serialize(stream, result, ResultJson.Default.CampaignResult));
    }

    private static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty"]) { RedirectStandardOutput = true });
        return git?.StandardOutput.ReadToEnd().Trim() ?? "";
    }
}
