using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>Loops: the memory of one step is free before the next begins.</summary>
internal static class Loops
{
    /// <summary>Computes a value for each step.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the body.</param>
    /// <param name="count">The number of steps, int64.</param>
    /// <param name="step">From the index of a step, int64 [1], to its value.</param>
    /// <returns>The values, along a new first axis.</returns>
    public static Term Loop(this GraphBuilder graph, string name, Term count, Func<Term, Term> step) =>
        graph.Loop(name, count, null, (index, _) => (null, [step(index)]))[0];

    /// <summary>Computes values for each step, some of them from the one before.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the body.</param>
    /// <param name="count">The number of steps, int64.</param>
    /// <param name="start">What the first step receives from the step before; optional.</param>
    /// <param name="step">From the index and what the step before passed on, to what is passed on and the values.</param>
    /// <returns>The values, each along a new first axis.</returns>
    public static Term[] Loop(
        this GraphBuilder graph, string name, Term count, Term? start, Func<Term, Term?, (Term? Next, Term[] Values)> step)
    {
        var body = graph.Body(name);
        var index = new Term(body, body.Input("index", TensorType.Int64), TensorType.Int64).Reshape(1);
        var condition = body.Input("condition", TensorType.Boolean);
        Term? before = start is { } first ? new Term(body, body.Input("before", first.Type, Dimension.AnyShape), first.Type) : null;
        var (next, values) = step(index, before);
        body.Output("continue", condition, TensorType.Boolean);
        if (next is { } passed) body.Output("next", passed.Value, passed.Type, Dimension.AnyShape);
        for (var i = 0; i < values.Length; i++) body.Output($"value_{i}", values[i].Value, values[i].Type, Dimension.AnyShape);
        List<GraphValue> inputs = [graph.Reshape(count.Value, []), graph.Weight("bool true", [true])];
        if (start is { } given) inputs.Add(given.Value);
        var outputs = graph.Nodes("Loop", inputs.ToArray(), values.Length + (start is null ? 0 : 1), ("body", body.Build()));
        return [.. values.Zip(outputs.Skip(start is null ? 0 : 1), (value, output) => new Term(graph, output, value.Type))];
    }

    /// <summary>Computes one value in steps, each of which replaces it: of a long sequence in blocks, so that only one block is in memory.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the body.</param>
    /// <param name="count">The number of steps, int64.</param>
    /// <param name="start">The value before the first step.</param>
    /// <param name="type">Its type.</param>
    /// <param name="step">
    /// Adds the nodes of a step to the body that it receives, from the index of the step (int64) and the value before it. All values of
    /// <paramref name="graph"/> may be used.
    /// </param>
    /// <returns>The value after the last step.</returns>
    public static GraphValue Loop(
        this GraphBuilder graph, string name, GraphValue count, GraphValue start, TensorType type,
        Func<GraphBuilder, GraphValue, GraphValue, GraphValue> step)
    {
        var body = graph.Body(name);
        var index = body.Input("index", TensorType.Int64);
        var condition = body.Input("condition", TensorType.Boolean);
        var before = body.Input("before", type, Dimension.AnyShape);
        body.Output("continue", condition, TensorType.Boolean);
        body.Output("after", step(body, index, before), type, Dimension.AnyShape);
        return graph.Node("Loop", [count, GraphValue.None, start], ("body", body.Build()));
    }
}
