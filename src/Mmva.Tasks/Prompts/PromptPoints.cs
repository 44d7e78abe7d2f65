namespace Mmva.Tasks;

/// <summary>Where all prompts of a catalogue lie, and a tree to find the nearest.</summary>
internal sealed class PromptPoints(ValenceArousal[] points)
{
    private readonly PlaneTree _tree = PlaneTree.Build(points);

    public int Count => points.Length;

    public ValenceArousal this[int index] => points[index];

    /// <summary>The nearest points, nearest first; of those equally far, the lower index first.</summary>
    /// <returns>As many as asked for, or all.</returns>
    public PlaneNeighbour[] Nearest(ValenceArousal place, int count)
    {
        count = Math.Min(count, Count);
        // the tree says nothing of ties: points as far as the last one are all needed to tell which of them has the lowest index
        for (var wanted = Math.Min(count + 1L, Count); ; wanted = Math.Min(4 * wanted, Count))
        {
            var found = new PlaneNeighbour[wanted];
            _tree.Nearest(place, found);
            if (wanted < Count && found[^1].Distance == found[count - 1].Distance) continue;
            Array.Sort(found, static (a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : a.Point.CompareTo(b.Point));
            return found[..count];
        }
    }
}
