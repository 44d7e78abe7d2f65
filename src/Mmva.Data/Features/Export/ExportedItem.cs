namespace Mmva.Data;

/// <summary>What an export says of a row, apart from its features.</summary>
/// <param name="Id">The id of the rated item, or without one the name of the input. Several rows can have the same id.</param>
/// <param name="Content">The path of the file, or the text.</param>
/// <param name="Group">What must stay on one side of a split, or <see langword="null"/> if it is not known.</param>
/// <param name="Valence">From 0 to 1, or <see langword="null"/> if it is not known.</param>
/// <param name="Arousal">From 0 to 1, or <see langword="null"/> if it is not known.</param>
public sealed record ExportedItem(string Id, string Content, string? Group, float? Valence, float? Arousal);
