namespace PaperTables;

/// <summary>Sentences that are derived from the rows.</summary>
internal static class Sentences
{
    public static string Significance(IReadOnlyList<Comparison> comparisons)
    {
        var (better, worse) = (comparisons.Count(c => c.IsSignificant && c.IsBetter), comparisons.Count(c => c.IsSignificant && !c.IsBetter));
        return $"Of {comparisons.Count} comparisons MMVA is better in {better}, worse in {worse}, and in {comparisons.Count - better - worse} no "
            + $"difference is shown (paired bootstrap over the same groups, two-sided, corrected by Holm for this table, p < {Comparison.Level}). "
            + "In brackets: MMVA minus the other; n. s.: no difference is shown, which does not mean that there is none.";
    }
}
