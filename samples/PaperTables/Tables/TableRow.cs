using Mmva.Evaluation;

namespace PaperTables;

/// <summary>One figure of a table.</summary>
/// <param name="System">The system, or a trivial predictor, or a published one.</param>
/// <param name="Set">The data set, or <c>all</c>.</param>
/// <param name="Modality"><c>image</c>, <c>music</c>, <c>text</c>, or <c>pairs</c> for similarities and retrieval, or <c>video</c>.</param>
/// <param name="Task"><c>valence</c>, <c>arousal</c>, <c>similarity</c>, <c>retrieval</c> or <c>summary</c>.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Value">The mean over the seeds; NaN if it is undefined, as the correlation of a constant.</param>
/// <param name="Lower">The lower end of the interval, or NaN for none.</param>
/// <param name="Upper">The upper end of the interval, or NaN for none.</param>
internal sealed record TableRow(
    string System, string Set, string Modality, string Task, string Metric, double Value, double Lower = double.NaN, double Upper = double.NaN)
{
    /// <summary>The fewest songs or themes of an interval.</summary>
    public const int LeastGroups = 5;

    /// <summary>The number of items, pairs, queries or videos, over all seeds.</summary>
    public int Items { get; init; }

    /// <summary>The number of songs, themes or videos that are drawn for the interval.</summary>
    public int Groups { get; init; }

    /// <summary>The value of each seed.</summary>
    public IReadOnlyList<double> Seeds { get; init; } = [];

    /// <summary>The values of trivial predictors on the same items; none for rows that are trivial or published themselves.</summary>
    public IReadOnlyDictionary<string, double> Trivial { get; init; } = new Dictionary<string, double>();

    /// <summary>Where a figure was published: it was not measured here, and not on these data.</summary>
    public string? Source { get; init; }

    /// <summary>The estimate, to be compared with others; null for published figures.</summary>
    public BootstrapEstimate? Estimate { get; init; }

    public (string Set, string Modality, string Task, string Metric) Key => (Set, Modality, Task, Metric);

    /// <summary>A measured row. An interval over very few groups would be a deception, so that there is none.</summary>
    public static TableRow Of(CellKey key, string metric, BootstrapEstimate estimate)
    {
        var isMeaningful = estimate.Groups >= LeastGroups;
        var varies = isMeaningful && estimate.Upper - estimate.Lower > 1e-9; // chance does not
        return new(
            key.System, key.Set, key.Modality, key.Task, metric, estimate.Value, varies ? estimate.Lower : double.NaN,
            varies ? estimate.Upper : double.NaN)
        {
            Groups = estimate.Groups, Estimate = isMeaningful ? estimate : null,
        };
    }
}
