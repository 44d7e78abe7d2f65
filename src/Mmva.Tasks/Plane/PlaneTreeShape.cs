using System.Numerics;

namespace Mmva.Tasks;

/// <summary>The shape of a balanced tree over an array of points. It depends on their number only, so no pointers are stored.</summary>
/// <remarks>
/// Nodes are numbered as in a binary heap: the root is 1, the children of i are 2i and 2i + 1. A node at depth d covers 1/2^d of the points,
/// from ⌊j·n/2^d⌋ up to ⌊(j+1)·n/2^d⌋ for the j-th node of that depth.
/// </remarks>
internal readonly struct PlaneTreeShape
{
    /// <summary>Points in the largest leaf.</summary>
    public const int LargestLeaf = 64;

    /// <summary>Depth of the deepest tree: 2³¹ points.</summary>
    public const int LargestDepth = 26;

    /// <summary>Points that a scan may read past the last one.</summary>
    public const int Slack = 8;

    public PlaneTreeShape(int count)
    {
        Count = count;
        Depth = count <= LargestLeaf ? 0 : BitOperations.Log2((uint)((count - 1) / LargestLeaf)) + 1;
    }

    public int Count { get; }

    public int Depth { get; }

    /// <summary>The first leaf; the last one is 2 × <see cref="FirstLeaf"/> − 1.</summary>
    public int FirstLeaf => 1 << Depth;

    /// <summary>Bytes of the node data: a box of four floats and an <see cref="OrientedBox"/> each, the unused node 0 included.</summary>
    public long NodeBytes => Count == 0 ? 0 : 2L * FirstLeaf * (4 + OrientedBox.Length) * sizeof(float);

    /// <summary>Floats of the boxes, which come before the oriented boxes.</summary>
    public long BoxFloats => 2L * FirstLeaf * 4;

    /// <summary>Bytes of one coordinate of all points, including the slack.</summary>
    public long CoordinateBytes => Count == 0 ? 0 : ((long)Count + Slack) * sizeof(float);

    /// <summary>The first point of a node; the node ends where the next one of its depth starts.</summary>
    public int Start(int depth, long position) => (int)((position * Count) >> depth);
}
