namespace Mmva.Tasks;

/// <summary>A point that may be among the nearest.</summary>
/// <param name="Squared">Its squared distance.</param>
/// <param name="Tree">The tree it was found in.</param>
/// <param name="Position">Its position in the tree.</param>
internal readonly record struct Candidate(double Squared, int Tree, int Position);

/// <summary>The nearest points found so far: a heap with the farthest at its root.</summary>
internal ref struct NearestSet(Span<Candidate> room)
{
    private readonly Span<Candidate> _heap = room;
    private int _count;

    /// <summary>The current pruning bound: only points with a smaller squared distance matter.</summary>
    public double Worst { get; private set; } = double.PositiveInfinity;

    /// <summary>Adds a point whose squared distance is below <see cref="Worst"/>.</summary>
    public void Add(Candidate candidate)
    {
        if (_count < _heap.Length) SiftUp(candidate);
        else SiftDown(candidate, _count);
        if (_count == _heap.Length) Worst = _heap[0].Squared;
    }

    /// <summary>All points found, nearest first. The set cannot be used afterwards.</summary>
    public ReadOnlySpan<Candidate> Sort()
    {
        var found = _count;
        while (_count > 1)
        {
            var (farthest, last) = (_heap[0], _heap[--_count]);
            SiftDown(last, _count);
            _heap[_count] = farthest;
        }
        return _heap[..found];
    }

    private void SiftUp(Candidate candidate)
    {
        var i = _count++;
        for (int parent; i > 0 && _heap[parent = (i - 1) / 2].Squared < candidate.Squared; i = parent) _heap[i] = _heap[parent];
        _heap[i] = candidate;
    }

    private readonly void SiftDown(Candidate candidate, int count)
    {
        var i = 0;
        for (int child; (child = 2 * i + 1) < count; i = child)
        {
            if (child + 1 < count && _heap[child + 1].Squared > _heap[child].Squared) child++;
            if (_heap[child].Squared <= candidate.Squared) break;
            _heap[i] = _heap[child];
        }
        _heap[i] = candidate;
    }
}
