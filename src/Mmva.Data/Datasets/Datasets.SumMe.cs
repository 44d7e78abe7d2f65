namespace Mmva.Data;

public static partial class Datasets
{
    /// <summary>
    /// SumMe: 25 short videos, each summarized by 15 to 18 people (Gygli et al. 2014). Reads one table per video, <c>*.csv</c>: one row per user,
    /// one column per frame, 1 for the frames that the user chose, otherwise 0.
    /// </summary>
    /// <remarks>
    /// Two kinds of table are in circulation: with every frame of the passages that a user chose, and with only the middle of each passage.
    /// They are distinguished by their content: tables in which no two neighboring frames are chosen are <see cref="AnnotationKind.Marks"/>.
    /// </remarks>
    /// <param name="folder">The folder of the tables.</param>
    /// <returns>The videos in ordinal order of their names.</returns>
    /// <exception cref="DatasetException">There is no table, one is damaged, or two of its users differ in their number of frames.</exception>
    public static IReadOnlyList<AnnotatedVideo> SumMe(string folder)
    {
        string[] tables = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal)] : [];
        if (tables.Length == 0) throw new DatasetException(folder, 0, "contains no *.csv tables.");
        return [.. tables.Select(ReadSumMeVideo)];
    }

    private static AnnotatedVideo ReadSumMeVideo(string path)
    {
        var frames = 0;
        var users = CsvTable.ReadHeaderless(path, ',', row =>
        {
            float[] summary = [.. row.NumbersFrom(0, 0, 1).Select(x => x is 0 or 1 ? (float)x : throw row.Bad($"{x} is neither 0 nor 1."))];
            if (summary.Length == 0) throw row.Bad("has no frames.");
            if (frames != 0 && frames != summary.Length) throw row.Bad($"has {summary.Length} frames, but the first user has {frames}.");
            frames = summary.Length;
            return summary;
        });
        if (frames == 0) throw new DatasetException(path, 0, "has no summaries.");
        var passages = users.Any(user => user.AsSpan().IndexOf([1f, 1f]) >= 0);
        return new(Path.GetFileNameWithoutExtension(path), passages ? AnnotationKind.Summaries : AnnotationKind.Marks, users);
    }
}
