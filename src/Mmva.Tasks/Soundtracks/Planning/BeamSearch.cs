namespace Mmva.Tasks;

/// <summary>Finds a good plan without repeats: for each picture the most valuable beginnings are kept, with all the tracks they use.</summary>
internal static class BeamSearch
{
    private const int Width = 24;

    private sealed record Beginning(double Value, PlanPart Part, Beginning? Before, int Parts)
    {
        public bool Uses(int track)
        {
            for (var beginning = this; beginning is not null; beginning = beginning.Before)
                if (beginning.Part.Track == track) return true;
            return false;
        }
    }

    /// <returns>The plan, or <see langword="null"/> if none was found.</returns>
    public static IReadOnlyList<PlanPart>? Find(PlanProblem problem, PartTracks parts, CancellationToken cancellationToken)
    {
        var count = problem.PictureCount;
        // by the number of parts, if that is limited: more parts could be worth more now, and lead nowhere
        var levels = problem.MaximumTracks < count ? problem.MaximumTracks : 0;
        var kept = Enumerable.Range(0, count + 1)
            .Select(_ => Enumerable.Range(0, levels + 1).Select(_ => new List<Beginning>()).ToArray()).ToArray();
        for (var start = 0; start < count; start++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Beginning?[] beginnings = start == 0 ? [null] : [.. kept[start].SelectMany(level => level)];
            var (first, last) = parts.EndsOf(start);
            for (var end = first; end <= last; end++)
            {
                var (tracks, values) = parts.Of(start, end);
                foreach (var beginning in beginnings)
                {
                    var used = beginning?.Parts ?? 0;
                    if (levels > 0 && used == levels) continue;
                    var list = kept[end][levels > 0 ? used + 1 : 0];
                    var before = beginning is null ? 0 : beginning.Value - problem.ChangeCost;
                    var t = 0;
                    while (t < tracks.Length && before + values.Span[t] > Least(list) && beginning?.Uses(tracks.Span[t]) == true) t++;
                    if (t == tracks.Length || !(before + values.Span[t] > Least(list))) continue;
                    Keep(list, new(before + values.Span[t], new(start, end, tracks.Span[t]), beginning, used + 1));
                }
            }
            kept[start] = []; // the beginnings that are continued live on in the others
        }
        if (kept[count].SelectMany(level => level).MaxBy(beginning => beginning.Value) is not { } best) return null;
        var plan = new List<PlanPart>();
        for (var beginning = best; beginning is not null; beginning = beginning.Before) plan.Add(beginning.Part);
        plan.Reverse();
        return plan;
    }

    private static double Least(List<Beginning> list) => list.Count < Width ? double.NegativeInfinity : list[^1].Value;

    // sorted by value; what came first stays first
    private static void Keep(List<Beginning> list, Beginning added)
    {
        var at = list.Count;
        while (at > 0 && list[at - 1].Value < added.Value) at--;
        list.Insert(at, added);
        if (list.Count > Width) list.RemoveAt(Width);
    }
}
