namespace Mmva.Tasks;

/// <summary>Improves a plan, and removes repeats from it: in turn the best tracks for its cuts, and the best cuts for its tracks.</summary>
internal static class PlanImprovement
{
    private const int MaxRounds = 20;

    /// <param name="problem">The problem.</param>
    /// <param name="plan">A plan that may repeat tracks.</param>
    /// <param name="allowRepeats">Whether a track may be shorter than its part.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A plan without repeats, or <see langword="null"/> if these cuts allow none.</returns>
    public static IReadOnlyList<PlanPart>? Improve(
        PlanProblem problem, IReadOnlyList<PlanPart> plan, bool allowRepeats, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlanPart>? best = null;
        var value = double.NegativeInfinity;
        for (var round = 0; round < MaxRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Assign(problem, plan, allowRepeats, cancellationToken) is not { } assigned) break;
            plan = Recut(problem, assigned, allowRepeats);
            var improved = problem.ValueOf(plan);
            if (!(improved > value + 1e-12)) break;
            (best, value) = (plan, improved);
        }
        return best;
    }

    /// <summary>The best different tracks for given cuts.</summary>
    private static List<PlanPart>? Assign(
        PlanProblem problem, IReadOnlyList<PlanPart> plan, bool allowRepeats, CancellationToken cancellationToken)
    {
        if (plan.Count > problem.TrackCount) return null;
        var candidates = plan.Select(part => CandidatesOf(ValuesOf(problem, part, allowRepeats), plan.Count)).ToArray();
        var trackOf = SlotAssignment.Solve(candidates, problem.TrackCount, cancellationToken).GroupOf;
        return trackOf.Contains(SlotAssignment.None) ? null : [.. plan.Select((part, i) => part with { Track = trackOf[i] })];
    }

    /// <summary>As many of the best tracks as there are parts suffice: the others cannot take them all.</summary>
    private static IReadOnlyList<(int Track, double Cost)> CandidatesOf(double[] values, int count)
    {
        var best = Enumerable.Range(0, values.Length).Where(track => !double.IsNegativeInfinity(values[track]))
            .OrderByDescending(track => values[track]).ThenBy(track => track).Take(count).ToList();
        return [.. best.Select(track => (track, values[best[0]] - values[track]))];
    }

    private static double[] ValuesOf(PlanProblem problem, PlanPart part, bool allowRepeats)
    {
        var values = new double[problem.TrackCount];
        var once = problem.LongEnough(part.Start, part.End);
        Array.Fill(values, double.NegativeInfinity);
        for (var track = 0; track < (allowRepeats ? values.Length : once); track++)
        {
            values[track] = -problem.RepeatCost(part.Start, part.End, track);
            for (var i = part.Start; i < part.End; i++) values[track] += problem.Score(i, track);
        }
        return values;
    }

    /// <summary>The best cuts for given tracks in their order.</summary>
    private static List<PlanPart> Recut(PlanProblem problem, List<PlanPart> plan, bool allowRepeats)
    {
        var (count, parts) = (problem.PictureCount, plan.Count);
        var (before, cuts) = (new double[count + 1], new int[parts, count + 1]);
        Array.Fill(before, double.NegativeInfinity);
        before[0] = 0;
        for (var part = 0; part < parts; part++)
        {
            var (track, after) = (plan[part].Track, new double[count + 1]);
            var sums = problem.SumsOf(track);
            Array.Fill(after, double.NegativeInfinity);
            for (var start = part; start < count; start++)
            {
                if (double.IsNegativeInfinity(before[start])) continue;
                for (var end = start + 1; end <= count; end++)
                {
                    if (!problem.Times.CanBePart(start, end)) continue;
                    if (!allowRepeats && problem.Usable[track] < problem.Times.Needed(start, end)) break;
                    var value = before[start] + sums[end] - sums[start] - problem.RepeatCost(start, end, track);
                    if (value > after[end]) (after[end], cuts[part, end]) = (value, start);
                }
            }
            before = after;
        }
        var recut = new PlanPart[parts];
        for (var (part, end) = (parts - 1, count); part >= 0; part--)
        {
            recut[part] = new(cuts[part, end], end, plan[part].Track);
            end = recut[part].Start;
        }
        return [.. recut];
    }
}
