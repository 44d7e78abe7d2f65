namespace Mmva.Data;

public static partial class Datasets
{
    private const string Copy = " - Kopia";
    private static readonly string[] MusemoColumns = ["Name", "Valence", "Arousal"];

    /// <summary>Excerpts of one recording under two names; the first is used for the group.</summary>
    private static readonly (string First, string Second)[] SameRecording =
    [
        ("out_jazz.00036", "out_jazz.00058"),
        ("out_jazz.00045", "out_jazz.00071"),
        ("out_jazz.00033", "out_jazz.00051"),
        ("out_jazz.00042", "out_jazz.00068"),
    ];

    /// <summary>
    /// Musemo: six-second excerpts of music in many genres, rated from −10 to 10. Reads <c>All_annotations.csv</c>; the excerpts are expected in
    /// <c>audio</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>The excerpts; "… - Kopia.wav" is the same audio rated a second time and shares the group of the first.</returns>
    /// <exception cref="DatasetException">The table is missing, damaged, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Musemo(string folder) => CsvTable.Read(Path.Combine(folder, "All_annotations.csv"), MusemoColumns, row =>
    {
        var name = row.FileName(0);
        var recording = Path.GetFileNameWithoutExtension(name).Replace(Copy, "", StringComparison.Ordinal);
        foreach (var (first, second) in SameRecording)
            if (recording == second) recording = first;
        return new RatedItem(name, Path.Combine(folder, "audio", name), row.Emotion(1, 2, -10, 10), $"musemo/{recording}");
    });
}
