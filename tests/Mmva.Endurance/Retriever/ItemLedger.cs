using System.Diagnostics;

namespace Mmva.Endurance.Retriever;

/// <summary>An item that comes and goes, and when, in ticks of <see cref="Stopwatch"/>; 0 for not yet.</summary>
internal sealed class LedgerItem(EmotionItem item)
{
    public EmotionItem Item => item;
    public long AddBegan { get; set; }
    public long AddEnded { get; set; }
    public long RemoveBegan { get; set; }
    public long RemoveEnded { get; set; }
}

/// <summary>What an index may and must answer, while it is written to: by the times at which writes began and ended.</summary>
internal sealed class ItemLedger(IReadOnlyList<EmotionItem> stable, EmotionalSimilarity similarity)
{
    private const double Tolerance = 1e-6;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, EmotionItem> _stable = stable.ToDictionary(item => item.Id);
    private readonly Dictionary<string, LedgerItem> _moving = [];

    /// <summary>Items that are in the index now and may be removed.</summary>
    public int MovingCount
    {
        get
        {
            lock (_lock) return _moving.Values.Count(item => item.AddEnded != 0 && item.RemoveBegan == 0);
        }
    }

    public async Task AddAsync(IReadOnlyList<EmotionItem> items, Func<Task> add)
    {
        lock (_lock)
            foreach (var item in items) _moving.Add(item.Id, new(item) { AddBegan = Stopwatch.GetTimestamp() });
        await add();
        lock (_lock)
            foreach (var item in items) _moving[item.Id].AddEnded = Stopwatch.GetTimestamp();
    }

    /// <summary>Removes some items, oldest first, and returns what is wrong, or null.</summary>
    public async Task<string?> RemoveAsync(int count, Func<IReadOnlyCollection<string>, Task<int>> remove)
    {
        List<LedgerItem> leaving;
        lock (_lock)
        {
            leaving = [.. _moving.Values.Where(item => item.AddEnded != 0 && item.RemoveBegan == 0).OrderBy(item => item.AddEnded).Take(count)];
            foreach (var item in leaving) item.RemoveBegan = Stopwatch.GetTimestamp();
        }
        var removed = await remove([.. leaving.Select(item => item.Item.Id)]);
        lock (_lock)
        {
            foreach (var item in leaving) item.RemoveEnded = Stopwatch.GetTimestamp();
            // no query lasts that long
            var old = Stopwatch.GetTimestamp() - (long)(Memory.TotalSeconds * Stopwatch.Frequency);
            foreach (var id in _moving.Where(pair => pair.Value.RemoveEnded is > 0 and var ended && ended < old).Select(pair => pair.Key).ToList())
                _moving.Remove(id);
        }
        return removed == leaving.Count ? null : $"{removed} items were removed, not {leaving.Count}";
    }

    /// <summary>What is wrong with the answer to a query that ran from one time to another, or null.</summary>
    public string? Wrong(ValenceArousal point, int count, Modality? modality, IReadOnlyList<EmotionMatch> matches, long began, long ended)
    {
        if (matches.Count != count) return $"{matches.Count} matches, not {count}";
        var found = new HashSet<string>();
        var last = 0.0;
        lock (_lock)
        {
            foreach (var match in matches)
            {
                var id = match.Item.Id;
                if (!found.Add(id)) return $"{id} twice";
                _moving.TryGetValue(id, out var moving);
                if ((_stable.GetValueOrDefault(id) ?? moving?.Item) is not { } known) return $"{id}, which was removed long ago or never added";
                if (moving is not null && (moving.AddBegan > ended || moving.RemoveEnded != 0 && moving.RemoveEnded < began))
                    return $"{id}, which was not in the index";
                if (match.Item.Emotion != known.Emotion || match.Item.Modality != known.Modality || match.Item.Payload != known.Payload)
                    return $"{id}: {match.Item} instead of {known}";
                if (modality is not null && known.Modality != modality) return $"{id}, which is {known.Modality}";
                if (match.Distance < last || Math.Abs(match.Distance - point.DistanceTo(known.Emotion)) > Tolerance)
                    return $"{id} at the distance {match.Distance}";
                if (Math.Abs(match.Similarity - similarity.Score(point, known.Emotion)) > Tolerance)
                    return $"{id} with the similarity {match.Similarity}";
                last = match.Distance;
            }
            var present = _stable.Values.Concat(_moving.Values
                .Where(item => item.AddEnded != 0 && item.AddEnded < began && (item.RemoveBegan == 0 || item.RemoveBegan > ended))
                .Select(item => item.Item));
            foreach (var item in present)
                if ((modality is null || item.Modality == modality) && point.DistanceTo(item.Emotion) < last - Tolerance && !found.Contains(item.Id))
                    return $"{item.Id} is missing, though it is nearer than the last match";
        }
        return null;
    }
}
