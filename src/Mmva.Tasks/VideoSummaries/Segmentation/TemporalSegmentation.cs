namespace Mmva.Tasks;

/// <summary>The changes in a sequence.</summary>
/// <param name="ChangePoints">The first element of every segment except the first, in ascending order.</param>
/// <param name="Scores">
/// The penalized cost of 0, 1, 2, … change points, of which the lowest was chosen. Infinite if there are too few elements.
/// </param>
internal sealed record TemporalSegmentation(IReadOnlyList<int> ChangePoints, IReadOnlyList<double> Scores);
