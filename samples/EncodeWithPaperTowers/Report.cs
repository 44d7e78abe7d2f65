using System.Diagnostics;
using ConsoleProgram;
using Mmva;

namespace EncodeWithPaperTowers;

/// <summary>Runs a tower and prints the first values of each input's last layer.</summary>
internal static class Report
{
    private const int ValuesShown = 4;

    public static async Task RunAsync<TInput, TEncoder>(
        PaperTower tower, Func<TEncoder> load, IEnumerable<(string Name, TInput? Input)> all, Failures failures, CancellationToken cancellationToken)
        where TInput : class where TEncoder : IModalityEncoder<TInput>, IDisposable
    {
        var inputs = all.Where(one => one.Input is not null).ToList();
        if (inputs.Count == 0) return;
        var clock = Stopwatch.StartNew();
        using var encoder = load();
        var loaded = clock.Elapsed;
        var count = 0;
        var lines = new List<string>();
        foreach (var (name, input) in inputs)
        {
            try
            {
                var features = await encoder.EncodeAsync([input!], cancellationToken);
                var shown = features[0].Span[((features.Layers - 1) * features.Width)..][..Math.Min(ValuesShown, features.Width)].ToArray();
                lines.Add($"  {name}: {string.Join(" ", shown.Select(value => value.ToString("F4")))} …");
                count++;
                lines.AddRange(features.Notices.Select(notice => $"  {name}: {notice.Message}"));
            }
            catch (MmvaException e) // this one is reported, the others are encoded
            {
                failures.Add(name, e);
            }
        }
        Console.WriteLine(
            $"{encoder.Metadata.Name} ({tower.License}): features [{count}, {encoder.Metadata.Layers}, {encoder.Metadata.Width}], "
            + $"loaded in {loaded.TotalSeconds:F1} s, encoded in {(clock.Elapsed - loaded).TotalSeconds:F1} s");
        lines.ForEach(Console.WriteLine);
    }
}
