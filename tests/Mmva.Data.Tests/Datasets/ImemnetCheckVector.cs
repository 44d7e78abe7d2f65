namespace Mmva.Data.Tests;

/// <summary>A published IMEMNet score and the two points it was computed from, in the project's own table of test data.</summary>
/// <param name="Clip">Song and segment.</param>
/// <param name="Image">The image's id.</param>
/// <param name="ImageEmotion">The image's rating.</param>
/// <param name="MusicEmotion">The clip's rating, normalized as in IMEMNet; it can slightly exceed 1.</param>
/// <param name="PublishedScore">From 0 to 1.</param>
internal sealed record ImemnetCheckVector(string Clip, string Image, ValenceArousal ImageEmotion, ValenceArousal MusicEmotion, double PublishedScore)
{
    private static readonly string[] Columns = ["clip", "image", "img_v", "img_a", "music_v", "music_a", "published_score"];

    public static IReadOnlyList<ImemnetCheckVector> Read(string path) => CsvTable.Read(path, Columns, row => new ImemnetCheckVector(
        row.Text(0), row.Text(1), Point(row, 2), Point(row, 4), row.Number(6, 0, 1)));

    private static ValenceArousal Point(CsvRow row, int column) => new((float)row.Number(column, -1, 2), (float)row.Number(column + 1, -1, 2));
}
