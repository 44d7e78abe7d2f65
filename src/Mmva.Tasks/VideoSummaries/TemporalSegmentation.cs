namespace Mmva.Tasks;

/// <summary>Where a sequence changes.</summary>
/// <param name="ChangePoints">The first element of every segment but the first, rising.</param>
/// <param name="Scores">The penalised cost of 0, 1, 2, … change points; the least was chosen. Infinite where there are too few elements.</param>
public sealed record TemporalSegmentation(IReadOnlyList<int> ChangePoints, IReadOnlyList<double> Scores);
