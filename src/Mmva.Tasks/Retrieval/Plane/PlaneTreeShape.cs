using System.Numerics;

namespace Mmva.Tasks;

/// <summary>The shape of a balanced tree over points in a row: it follows from their number alone, so no pointer is kept.</summary>
/// <remarks>
/// Nodes are numbered as in a heap: the root is 1, the children of i are 2i and 2i + 1. A node at depth d covers 1/2^d of the points,
/// from ⌊j·n/2^d⌋ up to ⌊(j+1)·n/2^d⌋ for the j-th of its depth.
/// </remarks>
internal readonly struct PlaneTreeShape
{
    /// <summary>Points in the largest leaf.</summary>
    public const int LargestLeaf = 64;

    /// <summary>Depth of the deepest tree: 2³¹ points.</summary>
    public const int LargestDepth = 26;

    /// <summary>Points that a scan may read beyond the last.</summary>
    public const int Slack = 8;

    public PlaneTreeShape(int count)
    {
        Count = count;
        Depth = count <= LargestLeaf ? 0 : BitOperations.Log2((uint)((count - 1) / LargestLeaf)) + 1;
    }

    public int Count { get; }

    public int Depth { get; }

    /// <summary>The first leaf; the last is twice it − 1.</summary>
    public int FirstLeaf => 1 << Depth;

    /// <summary>Bytes of what is known of the nodes: for each a box of four float32 and a <see cref="OrientedBox"/>; the unused node 0 is included.</summary>
    public long NodeBytes => Count == 0 ? 0 : 2L * FirstLeaf * (4 + OrientedBox.Length) * sizeof(float);

    /// <summary>float32 numbers before the slants: the boxes.</summary>
    public long BoxFloats => 2L * FirstLeaf * 4;

    /// <summary>Bytes of one coordinate of all points, with the slack.</summary>
    public long CoordinateBytes => Count == 0 ? 0 : ((long)Count + Slack) * sizeof(float);

    /// <summary>The first point of a node; that of the next node of the same depth ends it.</summary>
    public int Start(int depth, long place) => (int)((place * Count) >> depth);
}
