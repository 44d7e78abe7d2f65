namespace Mmva.Tasks;

/// <summary>Finds the points of a tree that are in a region, leaf by leaf, so that a caller can stop or wait between two leaves.</summary>
/// <remarks>The caller keeps the memory of the tree alive.</remarks>
internal sealed class RegionSearch
{
    private readonly PlaneTreeView _tree;
    private readonly EmotionRegion _region;
    private readonly Stack<int> _pending = new();

    public RegionSearch(PlaneTreeView tree, EmotionRegion region)
    {
        _tree = tree;
        _region = region;
        if (tree.Shape.Count > 0) _pending.Push(1);
    }

    /// <summary>Adds the positions of the next leaf that are in the region.</summary>
    /// <returns>Whether a leaf was left.</returns>
    public bool ReadLeaf(List<int> positions)
    {
        while (_pending.TryPop(out var node))
        {
            if (!_tree.Overlaps(node, _region)) continue;
            if (node < _tree.Shape.FirstLeaf)
            {
                _pending.Push(2 * node + 1);
                _pending.Push(2 * node);
                continue;
            }
            var leaf = node - _tree.Shape.FirstLeaf;
            var (start, end) = (_tree.Shape.Start(_tree.Shape.Depth, leaf), _tree.Shape.Start(_tree.Shape.Depth, leaf + 1L));
            for (var i = start; i < end; i++)
            {
                var (valence, arousal) = _tree[i];
                if (_region.Contains(new(valence, arousal))) positions.Add(i);
            }
            return true;
        }
        return false;
    }
}
