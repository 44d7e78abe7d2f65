namespace Mmva.Encoders.Graphs;

/// <summary>A tensor inside a graph: an input, a weight or what a node gives.</summary>
internal readonly record struct GraphValue(string Name)
{
    /// <summary>Stands for an optional input that is left out.</summary>
    public static readonly GraphValue None = new("");
}
