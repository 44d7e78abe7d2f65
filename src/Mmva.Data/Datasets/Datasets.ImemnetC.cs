namespace Mmva.Data;

/// <summary>A rating of an IMEMNet-C image.</summary>
/// <param name="Image">The image's id.</param>
/// <param name="Emotion">The rating; every source set (IAPS, NAPS, EMOTIC) was converted to [0, 1] by its own range.</param>
public sealed record ImageRating(string Image, ValenceArousal Emotion);

public static partial class Datasets
{
    private static readonly string[] ImemnetCColumns = ["img", "valence", "arousal"];

    /// <summary>IMEMNet-C: ratings of about 25,000 images, without the images. Reads <c>image_va.csv</c>.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>One entry per row. Ids are strings ("3053"); 14 of them appear twice, some with two ratings.</returns>
    /// <exception cref="DatasetException">The table is missing, damaged, or has a value outside its scale.</exception>
    public static IReadOnlyList<ImageRating> ImemnetCImages(string folder) =>
        CsvTable.Read(Path.Combine(folder, "image_va.csv"), ImemnetCColumns, row => new ImageRating(row.Text(0), row.Emotion(1, 2, 0, 1)));
}
