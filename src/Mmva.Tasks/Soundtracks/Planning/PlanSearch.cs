using System.Runtime.InteropServices;

namespace Mmva.Tasks;

/// <summary>
/// Finds the best plan in which no track is used twice, by decremental state space relaxation (Righini and Salani 2008): dynamic programming over the
/// pictures that forbids repeats only of critical tracks, at first none. A best plan of this relaxation bounds all plans; if it repeats no track, it
/// is the answer, otherwise the repeated tracks become critical.
/// </summary>
/// <remarks>Exact as long as the critical tracks and the states are few; beyond that the best plan found is returned with the bound.</remarks>
internal sealed class PlanSearch
{
    private const int MaxStates = 1_000_000;
    private const double Rounding = 1e-9;

    private readonly PlanProblem _problem;
    private readonly PartTracks _parts;
    private readonly int _levels; // a level per number of parts if that is limited, otherwise one for all
    private readonly double[][] _rest; // [level][start]: the most that the pictures from here on can be worth

    public PlanSearch(PlanProblem problem, PartTracks parts)
    {
        _problem = problem;
        _parts = parts;
        _levels = problem.MaximumTracks < problem.PictureCount ? problem.MaximumTracks : 0;
        _rest = new double[_levels + 1][];
        BoundRest();
    }

    private readonly record struct State(double Value, int Start, int Track, int Previous);

    /// <summary>Whether there is any plan.</summary>
    public bool IsPossible => !double.IsNegativeInfinity(_rest[0][0]);

    /// <param name="improve">Makes a good plan of one that may repeat tracks; returns <see langword="null"/> if there is none.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The best plan found, or <see langword="null"/> for none, and a bound on the value of every plan.</returns>
    public (IReadOnlyList<PlanPart>? Plan, double Bound) Run(
        Func<IReadOnlyList<PlanPart>?, IReadOnlyList<PlanPart>?> improve, CancellationToken cancellationToken)
    {
        var (best, bound) = (improve(null), _rest[0][0]);
        var critical = new List<int>();
        while (true)
        {
            var least = best is null ? double.NegativeInfinity : _problem.ValueOf(best);
            if (bound <= least + Rounding) return (best, least);
            if (Solve(critical, least, cancellationToken) is not var (plan, value)) return (best, bound);
            if (plan is null) return (best, least); // nothing is better
            bound = Math.Min(bound, value);
            var repeated = plan.GroupBy(part => part.Track).Where(parts => parts.Count() > 1).Select(parts => parts.Key).ToList();
            if (repeated.Count == 0) return (plan, value);
            if (improve(plan) is { } improved && _problem.ValueOf(improved) > least) best = improved;
            critical.AddRange(repeated);
            // of each part a track that is not critical must be known, unless all tracks are
            if (critical.Count >= _parts.Kept && _parts.Kept < _problem.TrackCount || critical.Count > 30) return (best, bound);
        }
    }

    /// <summary>Finds a best plan that repeats no critical track.</summary>
    /// <returns>
    /// The plan and its value; no plan if none is better than <paramref name="least"/>; <see langword="null"/> if there are too many states.
    /// </returns>
    private (IReadOnlyList<PlanPart>? Plan, double Value)? Solve(List<int> critical, double least, CancellationToken cancellationToken)
    {
        var bits = critical.Select((track, bit) => (track, bit)).ToDictionary(pair => pair.track, pair => 1 << pair.bit);
        var states = new List<State> { new(0, 0, -1, -1) };
        // [picture][used critical tracks and level]: the best state before the picture
        var at = Enumerable.Range(0, _problem.PictureCount + 1).Select(_ => new Dictionary<(int Used, int Level), int>()).ToArray();
        at[0][(0, 0)] = 0;
        for (var start = 0; start < _problem.PictureCount; start++)
        {
            if (at[start].Count == 0) continue;
            cancellationToken.ThrowIfCancellationRequested();
            KeyValuePair<(int Used, int Level), int>[] here = [.. at[start]];
            var (first, last) = _parts.EndsOf(start);
            for (var end = first; end <= last; end++)
            {
                var (tracks, values) = _parts.Of(start, end);
                foreach (var ((used, level), index) in here)
                {
                    if (_levels > 0 && level == _levels) continue;
                    var before = states[index].Value - (start == 0 ? 0 : _problem.ChangeCost);
                    for (var t = 0; t < tracks.Length; t++)
                    {
                        var track = tracks.Span[t];
                        var isCritical = bits.TryGetValue(track, out var bit);
                        if (isCritical && (used & bit) != 0) continue;
                        Reach(end, (used | bit, _levels > 0 ? level + 1 : 0), new(before + values.Span[t], start, track, index));
                        if (!isCritical) break; // the others are worth less, and use nothing up either
                    }
                }
            }
            if (states.Count > MaxStates) return null;
        }
        if (at[^1].Count == 0) return (null, least);
        var best = at[^1].OrderByDescending(state => states[state.Value].Value).ThenBy(state => state.Key.Used).ThenBy(state => state.Key.Level)
            .First().Value;
        return (PathTo(best, states), states[best].Value);

        void Reach(int end, (int Used, int Level) key, State state)
        {
            if (!(state.Value + _rest[key.Level][end] > least + Rounding)) return;
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(at[end], key, out var exists);
            if (exists && states[index].Value >= state.Value) return;
            index = states.Count;
            states.Add(state);
        }
    }

    private List<PlanPart> PathTo(int last, List<State> states)
    {
        var (plan, end) = (new List<PlanPart>(), _problem.PictureCount);
        for (var state = states[last]; state.Track >= 0; state = states[state.Previous])
        {
            plan.Add(new(state.Start, end, state.Track));
            end = state.Start;
        }
        plan.Reverse();
        return plan;
    }

    private void BoundRest()
    {
        var count = _problem.PictureCount;
        for (var level = _levels; level >= 0; level--)
        {
            var rest = _rest[level] = new double[count + 1];
            Array.Fill(rest, double.NegativeInfinity, 0, count);
            if (_levels > 0 && level == _levels) continue;
            var next = _levels > 0 ? _rest[level + 1] : rest;
            for (var start = count - 1; start >= 0; start--)
            {
                var (first, last) = _parts.EndsOf(start);
                for (var end = first; end <= last; end++)
                {
                    var values = _parts.Of(start, end).Values;
                    if (values.Length == 0) continue;
                    var value = values.Span[0] + next[end] - (start == 0 ? 0 : _problem.ChangeCost);
                    if (value > rest[start]) rest[start] = value;
                }
            }
        }
    }
}
