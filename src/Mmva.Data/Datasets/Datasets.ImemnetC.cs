namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] ImemnetCColumns = ["img", "valence", "arousal"];
    private static readonly string[] ImemnetCMusicColumns = ["valence", "arousal", "caption"];

    /// <summary>
    /// IMEMNet-C: ratings of about 25,000 images, normalized by the range of each source. Reads <c>image_va.csv</c>; the images, which belong to
    /// IAPS, NAPS and EMOTIC, are expected in <c>images</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>
    /// One entry per row, each image its own group. 14 of the published ids appear twice, some with two ratings: ids of IAPS lost their decimals.
    /// </returns>
    /// <exception cref="DatasetException">The table is missing, damaged, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> ImemnetCImages(string folder) =>
        CsvTable.Read(Path.Combine(folder, "image_va.csv"), ImemnetCColumns, row =>
        {
            var id = row.FileName(0);
            return new RatedItem(id, MediaPaths.Image(folder, id), row.Emotion(1, 2, 0, 1), $"imemnet-c/{id}");
        });

    /// <summary>
    /// IMEMNet-C: ratings and captions of clips of DEAM. Reads <c>music_va.csv</c>, of which only two rows are published, in the data set's
    /// description: row number, clip such as <c>725-16</c>, <c>valence</c>, <c>arousal</c>, <c>caption</c>. The name of the clip's column is not
    /// known: it is the second one. The clips are expected in <c>music</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>One entry per clip, with its caption, grouped by song.</returns>
    /// <exception cref="DatasetException">The table is missing or damaged, rates a clip twice, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> ImemnetCMusic(string folder)
    {
        var ids = new UniqueIds();
        return CsvTable.Read(Path.Combine(folder, "music_va.csv"), ImemnetCMusicColumns, row =>
        {
            var id = ids.Add(row, row.SecondColumn());
            var song = ImemnetPair.SongOf(id) ?? throw row.Bad($"the clip '{id}' does not have the form song-segment.");
            var path = MediaPaths.Find(folder, ["music", "audio", ""], id, [".wav", ".WAV", ".mp3"]) ?? Path.Combine(folder, "music", id + ".wav");
            // music is normalized by the range of a part of the songs: a rating can slightly exceed 1
            var emotion = new ValenceArousal((float)row.Number(0, -0.1, 1.1), (float)row.Number(1, -0.1, 1.1));
            return new RatedItem(id, path, emotion, $"imemnet-c/{song}") { Caption = row.Text(2) };
        });
    }
}
