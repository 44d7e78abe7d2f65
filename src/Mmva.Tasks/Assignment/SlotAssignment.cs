namespace Mmva.Tasks;

/// <summary>Gives each slot another group, such as each position of a playlist another track, so that the sum of the costs is least.</summary>
/// <remarks>
/// The assignment problem, solved by shortest augmenting paths over the listed candidates (Jonker and Volgenant, 1987). The potentials of the slots
/// say which lists are long enough: a group that a slot does not list, and whose cost is at least the potential of the slot, cannot improve the sum.
/// </remarks>
internal sealed class SlotAssignment
{
    /// <summary>The group of a slot that got none.</summary>
    public const int None = -1;

    private readonly IReadOnlyList<IReadOnlyList<(int Group, double Cost)>> _costs;
    private readonly int[] _slotOf;
    private readonly double[] _groupPotentials;
    private readonly double[] _distances;
    private readonly int[] _from;
    private readonly bool[] _isDone;

    private SlotAssignment(IReadOnlyList<IReadOnlyList<(int Group, double Cost)>> costs, int groups)
    {
        _costs = costs;
        GroupOf = new int[costs.Count];
        Potentials = new double[costs.Count];
        _slotOf = new int[groups];
        _groupPotentials = new double[groups];
        _distances = new double[groups];
        _from = new int[groups];
        _isDone = new bool[groups];
        Array.Fill(GroupOf, None);
        Array.Fill(_slotOf, None);
    }

    /// <summary>The group of each slot, or <see cref="None"/>.</summary>
    public int[] GroupOf { get; }

    /// <summary>For each slot the cost below which a group that it does not list could improve the sum.</summary>
    public double[] Potentials { get; }

    /// <summary>Solves the problem.</summary>
    /// <param name="costs">For each slot its candidates, cheapest first, each group once; costs are at least 0.</param>
    /// <param name="groups">The number of groups; they are numbered from 0.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static SlotAssignment Solve(
        IReadOnlyList<IReadOnlyList<(int Group, double Cost)>> costs, int groups, CancellationToken cancellationToken)
    {
        var assignment = new SlotAssignment(costs, groups);
        for (var slot = 0; slot < costs.Count; slot++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            assignment.Add(slot);
        }
        return assignment;
    }

    // the cheapest way to give one more slot a group, moving others to their next best
    private void Add(int slot)
    {
        Array.Fill(_distances, double.PositiveInfinity);
        Array.Clear(_isDone);
        var (queue, done) = (new PriorityQueue<int, (double Distance, int Group)>(), new List<int>());
        Relax(slot, 0, queue);
        while (queue.TryDequeue(out var group, out _))
        {
            if (_isDone[group]) continue;
            if (_slotOf[group] == None)
            {
                Move(slot, group, done);
                return;
            }
            _isDone[group] = true;
            done.Add(group);
            Relax(_slotOf[group], _distances[group], queue);
        }
    }

    private void Relax(int slot, double distance, PriorityQueue<int, (double, int)> queue)
    {
        foreach (var (group, cost) in _costs[slot])
        {
            // rounding must not make a reduced cost negative
            var next = distance + Math.Max(0, cost - Potentials[slot] - _groupPotentials[group]);
            if (_isDone[group] || next >= _distances[group]) continue;
            _distances[group] = next;
            _from[group] = slot;
            queue.Enqueue(group, (next, group));
        }
    }

    private void Move(int slot, int free, List<int> done)
    {
        var length = _distances[free];
        foreach (var group in done)
        {
            _groupPotentials[group] -= length - _distances[group];
            Potentials[_slotOf[group]] += length - _distances[group];
        }
        Potentials[slot] += length;
        for (var group = free; ;)
        {
            var from = _from[group];
            var before = GroupOf[from];
            GroupOf[from] = group;
            _slotOf[group] = from;
            if (from == slot) return;
            group = before;
        }
    }
}
