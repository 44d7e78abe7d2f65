namespace Mmva.Tasks;

/// <summary>The points of all prompts of a catalogue, with a tree to find the nearest.</summary>
internal sealed class PromptPoints(ValenceArousal[] points)
{
    private readonly PlaneTree _tree = PlaneTree.Build(points);

    public int Count => points.Length;

    public ValenceArousal this[int index] => points[index];

    /// <summary>Finds the nearest points, nearest first; equally distant points in the order of their indices.</summary>
    /// <returns>As many points as requested, or all.</returns>
    public PlaneNeighbor[] Nearest(ValenceArousal point, int count)
    {
        count = Math.Min(count, Count);
        // the tree does not order ties: all points as far away as the last one are needed to find those with the lowest indices
        for (var wanted = Math.Min(count + 1L, Count); ; wanted = Math.Min(4 * wanted, Count))
        {
            var found = new PlaneNeighbor[wanted];
            _tree.Nearest(point, found);
            if (wanted < Count && found[^1].Distance == found[count - 1].Distance) continue;
            Array.Sort(found, static (a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : a.Index.CompareTo(b.Index));
            return found[..count];
        }
    }
}
