using System.Globalization;
using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>What heads and ridge regression say of music and texts that they did not see in training, as a table: for experiments that would otherwise have to train again.</summary>
internal static class HeldOutPredictions
{
    /// <summary>Writes the table, ordered by set and id.</summary>
    public static void Write(string path, TrainingData data, IReadOnlyList<Fold> folds, HeldOutScores heads, HeldOutScores ridge)
    {
        var lines = new List<string>();
        foreach (var (fold, ours, theirs) in folds.Zip(heads.Points, ridge.Points))
        {
            Add(data.Music, fold.HoldOut.Music, ours.Music, theirs.Music);
            Add(data.Texts, fold.HoldOut.Texts, ours.Texts, theirs.Texts);
        }
        File.WriteAllLines(path, ["set,id,heads_valence,heads_arousal,ridge_valence,ridge_arousal", .. lines.Order(StringComparer.Ordinal)]);

        void Add(FeatureSet set, IReadOnlyList<int> rows, ValenceArousal[] ours, ValenceArousal[] theirs)
        {
            for (var i = 0; i < rows.Count; i++)
                if (set.Source(rows[i]) is not ("emobank" or "warriner"))
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"{set.Source(rows[i])},{Quoted(set.Items[rows[i]].Id)},{ours[i].Valence:F4},{ours[i].Arousal:F4},{theirs[i].Valence:F4},{theirs[i].Arousal:F4}"));
        }
    }

    private static string Quoted(string id) => id.AsSpan().IndexOfAny(",\"") < 0 ? id : $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
