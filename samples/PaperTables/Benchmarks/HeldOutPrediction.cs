using Mmva;

namespace PaperTables;

/// <summary>What the systems predict for a held-out item.</summary>
/// <param name="Row">The row of the item in the features.</param>
/// <param name="IsUnseen">Whether training has seen no item of its group.</param>
internal sealed record HeldOutPrediction(int Row, ValenceArousal Head, ValenceArousal Ridge, ValenceArousal Constant, bool IsUnseen)
{
    /// <summary>The systems: MMVA's neck and valence-arousal head on the modality alone, and what it must beat.</summary>
    public static IReadOnlyList<(string Name, Func<HeldOutPrediction, ValenceArousal> Of)> Systems { get; } =
    [
        (BenchmarkRun.Head, p => p.Head), (BenchmarkRun.Ridge, p => p.Ridge), (BenchmarkRun.Constant, p => p.Constant),
    ];
}
