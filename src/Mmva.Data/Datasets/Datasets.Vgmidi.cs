namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] VgmidiColumns = ["file", "valence", "arousal"];

    /// <summary>
    /// VGMIDI: piano arrangements of game music rated by about 30 people each, from −1 to 1 (Ferreira and Whitehead 2019). Reads
    /// <c>annotations.csv</c>; the pieces are expected in <c>audio</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>The pieces, grouped by game: file names have the form <c>Series_Console_Game_Title.mp3</c>.</returns>
    /// <exception cref="DatasetException">The table is missing, damaged, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Vgmidi(string folder) => CsvTable.Read(Path.Combine(folder, "annotations.csv"), VgmidiColumns, row =>
    {
        var name = row.FileName(0);
        var game = string.Join('_', Path.GetFileNameWithoutExtension(name).Split('_').Take(3));
        return new RatedItem(name, Path.Combine(folder, "audio", name), row.Emotion(1, 2, -1, 1), $"vgmidi/{game}");
    });
}
