using Mmva.Evaluation;

namespace PaperTables;

/// <summary>MMVA minus another system, on the same items, songs and themes.</summary>
/// <param name="PCorrected">The p-value corrected for all comparisons of the table (Holm 1979).</param>
internal sealed record Comparison(int Table, TableRow Mmva, TableRow Other, BootstrapEstimate Difference, double PCorrected)
{
    /// <summary>The corrected p-value below which a difference counts.</summary>
    public const double Level = 0.05;

    public bool IsSignificant => PCorrected < Level;

    /// <summary>Whether the difference favors MMVA.</summary>
    public bool IsBetter => Metrics.IsError(Mmva.Metric) ? Difference.Value < 0 : Difference.Value > 0;

    /// <summary>Compares MMVA with every other measured system of a table, in some metrics, on all data sets together.</summary>
    public static IReadOnlyList<Comparison> Of(int table, IReadOnlyList<TableRow> rows, params string[] metrics)
    {
        var mmva = rows.Where(r => r.System == SystemTrainer.Mmva && r.Estimate is not null && r.Set == HeldOut.All).ToDictionary(r => r.Key);
        var found = new List<Comparison>();
        foreach (var other in rows)
        {
            if (other.System is SystemTrainer.Mmva or RetrievalTables.Ratings || other.Estimate is null || !metrics.Contains(other.Metric)) continue;
            if (!mmva.TryGetValue(other.Key, out var own) || other.Items != own.Items) continue;
            var difference = own.Estimate!.Minus(other.Estimate);
            if (double.IsFinite(difference.PValue)) found.Add(new(table, own, other, difference, double.NaN));
        }
        return Corrected(found);
    }

    private static Comparison[] Corrected(List<Comparison> comparisons)
    {
        var order = Enumerable.Range(0, comparisons.Count).OrderBy(i => comparisons[i].Difference.PValue).ToArray();
        var (result, highest) = (comparisons.ToArray(), 0.0);
        for (var rank = 0; rank < order.Length; rank++)
        {
            highest = Math.Max(highest, Math.Min(1, (order.Length - rank) * comparisons[order[rank]].Difference.PValue));
            result[order[rank]] = result[order[rank]] with { PCorrected = highest };
        }
        return result;
    }
}
