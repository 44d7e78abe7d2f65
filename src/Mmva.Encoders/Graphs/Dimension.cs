using System.Globalization;

namespace Mmva.Encoders.Graphs;

/// <summary>One axis of an input or output: a fixed size, or a name for a size that varies between runs.</summary>
internal readonly record struct Dimension(int Size, string? Name)
{
    public static readonly Dimension Batch = "batch", Sequence = "sequence";

    /// <summary>Stands alone for a shape of which not even the number of axes is known.</summary>
    public static readonly Dimension AnyShape = new(-2, null);

    public static implicit operator Dimension(int size) => new(size, null);

    public static implicit operator Dimension(string name) => new(-1, name);

    public override string ToString() => Name ?? Size.ToString(CultureInfo.InvariantCulture);
}
