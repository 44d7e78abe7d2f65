namespace Mmva.Data;

/// <summary>MusicCaps: captions that musicians wrote for ten-second clips (Agostinelli et al. 2023). They have no ratings.</summary>
/// <param name="Id">The clip: YouTube id and start in seconds, such as <c>-0Gj8-vB1q4@30</c>.</param>
/// <param name="Caption">The caption.</param>
/// <param name="Aspects">The musician's keywords: instruments, moods, genres.</param>
public sealed record MusicCapsCaption(string Id, string Caption, IReadOnlyList<string> Aspects);

public static partial class Datasets
{
    private static readonly string[] MusicCapsColumns = ["ytid", "start_s", "aspect_list", "caption"];

    /// <summary>
    /// MusicCaps: captions that musicians wrote for ten-second clips (Agostinelli et al. 2023). They have no ratings. Reads
    /// <c>musiccaps-public.csv</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <exception cref="DatasetException">The table is missing or damaged.</exception>
    public static IReadOnlyList<MusicCapsCaption> MusicCaps(string folder) =>
        CsvTable.Read(Path.Combine(folder, "musiccaps-public.csv"), MusicCapsColumns, row =>
            new MusicCapsCaption($"{row.Text(0)}@{row.Integer(1)}", row.Text(3), AspectsOf(row.Text(2))));

    /// <summary>Splits a list in Python syntax: ['slow tempo', "drum'n'bass"].</summary>
    internal static IReadOnlyList<string> AspectsOf(string list)
    {
        var aspects = new List<string>();
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i] is not ('\'' or '"')) continue;
            var end = list.IndexOf(list[i], i + 1);
            if (end < 0) break;
            if (list[(i + 1)..end].Trim() is { Length: > 0 } aspect) aspects.Add(aspect);
            i = end;
        }
        return aspects;
    }
}
