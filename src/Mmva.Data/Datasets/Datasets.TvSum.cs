namespace Mmva.Data;

public static partial class Datasets
{
    private const string TvSumTable = "ydata-tvsum50-anno.tsv";

    /// <summary>
    /// TVSum: 50 videos of ten categories, each frame rated from 1 to 5 by 20 people (Song et al. 2015). Reads <c>ydata-tvsum50-anno.tsv</c>,
    /// plain or as <c>.gz</c>: one row per user, with video, category and the ratings of all frames.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>The videos in the order of the table.</returns>
    /// <exception cref="DatasetException">
    /// The table is missing or damaged, a rating is outside the scale, or two users rated different numbers of frames.
    /// </exception>
    public static IReadOnlyList<AnnotatedVideo> TvSum(string folder)
    {
        var plain = Path.Combine(folder, TvSumTable);
        var path = File.Exists(plain) ? plain : plain + ".gz";
        var users = new Dictionary<string, List<float[]>>(StringComparer.Ordinal);
        CsvTable.ReadHeaderless(path, '\t', row =>
        {
            var (id, scores) = (row.FileName(0), row.NumberList(2, ',', 1, 5));
            if (!users.TryGetValue(id, out var others)) users.Add(id, others = []);
            if (others.Count > 0 && others[0].Length != scores.Length)
                throw row.Bad($"rates {scores.Length} frames of {id}, but an earlier user rated {others[0].Length}.");
            others.Add(scores);
            return id;
        });
        if (users.Count == 0) throw new DatasetException(path, 0, "has no ratings.");
        return [.. users.Select(video => new AnnotatedVideo(video.Key, AnnotationKind.Scores, video.Value))];
    }
}
