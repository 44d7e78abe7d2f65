using System.Text;

namespace EncodeWithPaperTowers;

/// <summary>What to do where weights are absent.</summary>
internal static class AbsentWeights
{
    public static string Message(Arguments given, IReadOnlyList<PaperTower> absent)
    {
        var text = new StringBuilder("These towers are not there:\n");
        foreach (var tower in absent) text.Append($"  {tower.FolderIn(given.Folder)}: {tower.Name}, for {tower.Modality}, license of the weights: {tower.License}\n");
        text.Append($"""

            Fetch them (about 1.5 GB for all three) with

              dotnet run -c Release --project samples/EncodeWithPaperTowers -- {Quoted(given.Folder)} --download

            or by hand:


            """);
        foreach (var tower in absent)
            foreach (var file in tower.Files)
                text.Append($"  curl --fail --location --create-dirs --output {Quoted(Path.Combine(tower.FolderIn(given.Folder), file))} https://huggingface.co/{tower.Repository}/resolve/{given.RevisionOf(tower)}/{file}\n");
        text.Append("""

            `main` is the newest. A commit never changes: take one from https://huggingface.co/REPOSITORY/commits/main and name it with --revision, as in --revision roberta-base=COMMIT.
            """);
        return text.ToString();
    }

    private static string Quoted(string path) => path.Any(c => !char.IsLetterOrDigit(c) && !"/\\._-:~".Contains(c, StringComparison.Ordinal)) ? $"\"{path}\"" : path;
}
