namespace Mmva.Data;

/// <summary>A published IMEMNet score together with the two points that give it.</summary>
/// <param name="Clip">Song and segment.</param>
/// <param name="Image">The image's id.</param>
/// <param name="ImageEmotion">The image's rating.</param>
/// <param name="MusicEmotion">The clip's rating, normalised as IMEMNet does; it can exceed 1 a little.</param>
/// <param name="PublishedScore">From 0 to 1.</param>
public sealed record ImemnetCheckVector(string Clip, string Image, ValenceArousal ImageEmotion, ValenceArousal MusicEmotion, double PublishedScore)
{
    private static readonly string[] Columns = ["clip", "image", "img_v", "img_a", "music_v", "music_a", "published_score"];

    /// <summary>Reads a table with the columns clip, image, img_v, img_a, music_v, music_a, published_score.</summary>
    /// <param name="path">The table.</param>
    /// <exception cref="DatasetException">The table is missing or damaged.</exception>
    public static IReadOnlyList<ImemnetCheckVector> Read(string path) => CsvTable.Read(path, Columns, row => new ImemnetCheckVector(
        row.Text(0), row.Text(1), Point(row, 2), Point(row, 4), row.Number(6, 0, 1)));

    private static ValenceArousal Point(CsvRow row, int column) => new((float)row.Number(column, -1, 2), (float)row.Number(column + 1, -1, 2));
}
