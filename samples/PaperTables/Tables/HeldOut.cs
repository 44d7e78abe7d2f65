using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace PaperTables;

/// <summary>What a table's cell is made of: predictions of one system for one task on one data set.</summary>
internal readonly record struct CellKey(string System, string Set, string Modality, string Task);

/// <summary>Whether items of all data sets are measured together, each set by itself, or both.</summary>
internal enum Parts
{
    Both,
    All,
    Sets,
}

/// <summary>The held-out ratings and predictions of all seeds.</summary>
internal sealed class HeldOut
{
    public const string All = "all", Image = "image", Music = "music", Text = "text", Pairs = "pairs";
    public const string Valence = "valence", Arousal = "arousal", Similarity = "similarity", Retrieval = "retrieval";

    private static readonly (string Task, Func<ValenceArousal, float> Of)[] Tasks = [(Valence, p => p.Valence), (Arousal, p => p.Arousal)];

    private readonly Dictionary<CellKey, List<GroupedErrors>> _runs = [];
    private readonly List<CellKey> _order = [];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<CellKey> Keys => _order;

    /// <summary>Held-out predictions, one line per rating, for whoever wants to compute other metrics.</summary>
    public List<string> Lines { get; } = ["seed,system,modality,task,id,group,rated,predicted"];

    public IReadOnlyList<GroupedErrors> this[CellKey key] => _runs[key];

    public bool Has(CellKey key) => _runs.ContainsKey(key);

    public static string NameOf(Modality modality) => modality switch
    {
        Modality.Image => Image,
        Modality.Music => Music,
        _ => Text,
    };

    public void Add(CellKey key, GroupedErrors run)
    {
        if (!_runs.TryGetValue(key, out var runs))
        {
            _runs.Add(key, runs = []);
            _order.Add(key);
        }
        runs.Add(run);
    }

    /// <summary>Adds the points that a system predicts for items of one modality: all together, and each data set by itself.</summary>
    /// <param name="predicted">A set with an item that has no prediction is passed over.</param>
    /// <param name="parts">Which of the two.</param>
    public void AddPoints(
        string system, Modality modality, IReadOnlyList<RatedItem> items, IReadOnlyList<ValenceArousal?> predicted, Parts parts = Parts.Both)
    {
        int[] all = [.. Enumerable.Range(0, items.Count)];
        if (parts != Parts.Sets) AddPart(All, all);
        if (parts == Parts.All) return;
        foreach (var set in all.GroupBy(i => items[i].DataSet, StringComparer.Ordinal).OrderBy(s => s.Key, StringComparer.Ordinal))
            if (set.Count() > 1 && set.Count() < all.Length) AddPart(set.Key, [.. set]);

        void AddPart(string set, int[] rows)
        {
            if (rows.Any(i => predicted[i] is null)) return;
            foreach (var (task, of) in Tasks)
                Add(
                    new(system, set, NameOf(modality), task),
                    GroupedErrors.Of(
                        [.. rows.Select(i => (double)of(items[i].Emotion))], [.. rows.Select(i => (double)of(predicted[i]!.Value))],
                        [.. rows.Select(i => items[i].Group)]));
        }
    }

    /// <summary>Notes every prediction of a system.</summary>
    public void AddLines(int seed, string system, Modality modality, IReadOnlyList<RatedItem> items, IReadOnlyList<ValenceArousal> predicted)
    {
        foreach (var (task, of) in Tasks)
        {
            for (var i = 0; i < items.Count; i++)
            {
                var (item, rated, point) = (items[i], of(items[i].Emotion), of(predicted[i]));
                Lines.Add($"{seed},{Csv(system)},{NameOf(modality)},{task},{Csv(item.Id)},{Csv(item.Group)},{rated},{point}");
            }
        }
    }

    public void AddSimilarities(string system, TestPairs pairs, IReadOnlyList<double> predicted)
    {
        var (images, music) = (pairs.Side.Images.Items, pairs.Side.Music.Items);
        Add(
            new(system, All, Pairs, Similarity),
            GroupedErrors.OfPairs(
                pairs.Targets, predicted, [.. pairs.Images.Select(i => images[i].Group)], [.. pairs.Music.Select(m => music[m].Group)]));
    }

    private static string Csv(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
