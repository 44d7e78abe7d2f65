using System.Diagnostics;
using System.Globalization;
using Mmva;

namespace EncodeWithPaperTowers;

/// <summary>Runs a tower and prints what it gives.</summary>
internal static class Report
{
    private const int NumbersShown = 4;

    public static async Task RunAsync<TInput, TEncoder>(PaperTower tower, Func<TEncoder> load, IReadOnlyList<(string Name, TInput Input)> inputs, CancellationToken cancellationToken)
        where TEncoder : IModalityEncoder<TInput>, IDisposable
    {
        if (inputs.Count == 0) return;
        var clock = Stopwatch.StartNew();
        using var encoder = load();
        var loaded = clock.Elapsed;
        var features = await encoder.EncodeAsync([.. inputs.Select(input => input.Input)], cancellationToken);
        Print($"{encoder.Metadata.Name} ({tower.License}): features [{features.Count}, {features.Layers}, {features.Width}], loaded in {loaded.TotalSeconds:F1} s, encoded in {(clock.Elapsed - loaded).TotalSeconds:F1} s");
        for (var i = 0; i < inputs.Count; i++)
        {
            // of the last layer
            var shown = features[i].Span[((features.Layers - 1) * features.Width)..][..Math.Min(NumbersShown, features.Width)].ToArray();
            Print($"  {inputs[i].Name}: {string.Join(" ", shown.Select(value => value.ToString("F4", CultureInfo.InvariantCulture)))} …");
        }
        foreach (var notice in features.Notices) Print($"  {inputs[notice.Index].Name}: {notice.Message}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
