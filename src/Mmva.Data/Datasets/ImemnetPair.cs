namespace Mmva.Data;

/// <summary>A published matching score of IMEMNet: a two-second clip and an image (Zhao et al. 2020).</summary>
/// <param name="Clip">Song and segment, such as <c>104-10</c>.</param>
/// <param name="Image">The image's id.</param>
/// <param name="Score">From 0 to 1.</param>
public sealed record ImemnetPair(string Clip, string Image, double Score)
{
    /// <summary>The song of the clip: its clips must stay on one side of a split. IMEMNet's own validation songs are all in its test list.</summary>
    public string Song => SongOf(Clip) ?? Clip;

    /// <summary>
    /// Reads a list in the form of <c>val_matching.txt</c> or <c>test_matching.txt</c>: clip, image and score, separated by spaces. The published
    /// lists have a few pairs twice, with the same score.
    /// </summary>
    /// <param name="path">The list.</param>
    /// <exception cref="DatasetException">The list is missing or damaged.</exception>
    public static IReadOnlyList<ImemnetPair> Read(string path) => CsvTable.ReadHeaderless(path, ' ', row =>
        row.Text(0) is var clip && SongOf(clip) is not null
            ? new ImemnetPair(clip, row.Text(1), row.Number(2, 0, 1))
            : throw row.Bad($"the clip '{clip}' does not have the form song-segment."));

    internal static string? SongOf(string clip) => clip.LastIndexOf('-') is > 0 and var end ? clip[..end] : null;
}
