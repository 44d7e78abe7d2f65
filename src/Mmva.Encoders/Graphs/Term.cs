using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>A value of a graph in formulas: operators add nodes. Values of a loop's body and of the graphs around it can be mixed.</summary>
/// <param name="Graph">The graph to which formulas of it are added.</param>
/// <param name="Value">The value.</param>
/// <param name="Type">The type of its elements; the two sides of an operator have the same.</param>
internal readonly record struct Term(GraphBuilder Graph, GraphValue Value, TensorType Type)
{
    public static Term operator +(Term a, Term b) => a.With("Add", b);

    public static Term operator -(Term a, Term b) => a.With("Sub", b);

    public static Term operator *(Term a, Term b) => a.With("Mul", b);

    /// <summary>Integers are rounded towards zero.</summary>
    public static Term operator /(Term a, Term b) => a.With("Div", b);

    public static Term operator %(Term a, Term b) => a.With("Mod", b);

    public static Term operator <(Term a, Term b) => a.With("Less", b) with { Type = TensorType.Boolean };

    public static Term operator >(Term a, Term b) => a.With("Greater", b) with { Type = TensorType.Boolean };

    public static Term operator >=(Term a, Term b) => a.With("GreaterOrEqual", b) with { Type = TensorType.Boolean };

    public static Term operator <=(Term a, Term b) => a.With("LessOrEqual", b) with { Type = TensorType.Boolean };

    public static Term operator +(Term a, double b) => a + a.Constant(b);

    public static Term operator -(Term a, double b) => a - a.Constant(b);

    public static Term operator *(Term a, double b) => a * a.Constant(b);

    public static Term operator /(Term a, double b) => a / a.Constant(b);

    public static Term operator %(Term a, double b) => a % a.Constant(b);

    public static Term operator <(Term a, double b) => a < a.Constant(b);

    public static Term operator >(Term a, double b) => a > a.Constant(b);

    public static Term operator >=(Term a, double b) => a >= a.Constant(b);

    public static Term operator <=(Term a, double b) => a <= a.Constant(b);

    public static Term operator +(double a, Term b) => b.Constant(a) + b;

    public static Term operator -(double a, Term b) => b.Constant(a) - b;

    public static Term operator *(double a, Term b) => b.Constant(a) * b;

    /// <summary>A scalar of the same type.</summary>
    public Term Constant(double value) => Type switch
    {
        TensorType.Int64 => this with { Value = Graph.Weight(FormattableString.Invariant($"int64 {value}"), [(long)value]) },
        TensorType.Float64 => this with { Value = Graph.Weight(FormattableString.Invariant($"float64 {value:R}"), [value]) },
        _ => this with { Value = Graph.Scalar((float)value) },
    };

    public Term Max(Term other) => With("Max", other);

    public Term Max(double other) => Max(Constant(other));

    public Term Min(Term other) => With("Min", other);

    public Term Min(double other) => Min(Constant(other));

    public Term EqualTo(Term other) => With("Equal", other) with { Type = TensorType.Boolean };

    /// <summary>The first value where this is true, the second elsewhere.</summary>
    public Term Choose(Term yes, Term no)
    {
        var graph = Deepest(Deepest(Graph, yes.Graph), no.Graph);
        return new(graph, graph.Node("Where", [Value, yes.Value, no.Value]), yes.Type);
    }

    public Term Abs() => One("Abs");

    public Term Floor() => One("Floor");

    public Term Round() => One("Round");

    public Term Sqrt() => One("Sqrt");

    public Term Log() => One("Log");

    /// <summary>Floating-point values become integers by rounding towards zero.</summary>
    public Term As(TensorType type) => type == Type ? this : this with { Value = Graph.Cast(Value, type), Type = type };

    public Term MatMul(Term other) => With("MatMul", other);

    public Term Transpose(params long[] permutation) => this with { Value = Graph.Transpose(Value, permutation) };

    public Term Reshape(params long[] shape) => this with { Value = Graph.Reshape(Value, shape) };

    public Term Unsqueeze(params long[] axes) => this with { Value = Graph.Unsqueeze(Value, axes) };

    public Term Squeeze(params long[] axes) => this with { Value = Graph.Squeeze(Value, axes) };

    public Term Sum(long axis, bool keep = false) => this with { Value = Graph.ReduceSum(Value, [axis], keep) };

    public Term Mean(long axis, bool keep = false) => this with { Value = Graph.ReduceMean(Value, [axis], keep) };

    public Term Largest(long axis, bool keep = false) => this with { Value = Graph.ReduceMax(Value, [axis], keep) };

    /// <summary>The index of the first of the largest values.</summary>
    public Term IndexOfLargest(int axis, bool keep = false) =>
        new(Graph, Graph.Node("ArgMax", [Value], ("axis", axis), ("keepdims", keep ? 1 : 0)), TensorType.Int64);

    /// <summary>The part of an axis from start to before end, int64 [1] each.</summary>
    public Term Slice(int axis, Term start, Term end)
    {
        var graph = Deepest(Deepest(Graph, start.Graph), end.Graph);
        return new(graph, graph.Node("Slice", [Value, start.Value, end.Value, graph.Integers(axis)]), Type);
    }

    public Term Slice(int axis, long start, long end) => this with { Value = Graph.Slice(Value, axis, start, end) };

    /// <summary>Every value at a distance of step, which may be negative, from start to before end.</summary>
    public Term Every(int axis, long start, long end, long step)
    {
        var graph = Graph;
        return this with
        {
            Value = graph.Node("Slice", [Value, graph.Integers(start), graph.Integers(end), graph.Integers(axis), graph.Integers(step)]),
        };
    }

    public Term Gather(Term indices, int axis = 0)
    {
        var graph = Deepest(Graph, indices.Graph);
        return new(graph, graph.Gather(Value, indices.Value, axis), Type);
    }

    /// <summary>Puts zeros after the end of an axis of a value with this number of axes.</summary>
    public Term PadEnd(int axis, int axes, long zeros)
    {
        var pads = new long[2 * axes];
        pads[axes + axis] = zeros;
        return this with { Value = Graph.Pad(Value, pads) };
    }

    /// <summary>The size of an axis, int64 [1].</summary>
    public Term Size(int axis) => new(Graph, Graph.Node("Shape", [Value], ("start", axis), ("end", axis + 1)), TensorType.Int64);

    /// <summary>0, 1, … up to this number of values, int64 [1].</summary>
    public Term Range() => Constant(0).RangeTo(this);

    /// <summary>The integers from this one to before another; int64, scalars or [1].</summary>
    public Term RangeTo(Term end)
    {
        var graph = Deepest(Graph, end.Graph);
        var one = new long[] { 1 };
        GraphValue Scalar(GraphValue value) => graph.Reshape(value, []);
        return new(graph, graph.Node("Range", [Scalar(Value), Scalar(end.Value), graph.Weight("int64 1", one)]), TensorType.Int64);
    }

    /// <summary>Puts values one after another along an axis.</summary>
    public static Term Concat(int axis, params ReadOnlySpan<Term> terms)
    {
        var graph = terms[0].Graph;
        foreach (var term in terms) graph = Deepest(graph, term.Graph);
        var values = new GraphValue[terms.Length];
        for (var i = 0; i < values.Length; i++) values[i] = terms[i].Value;
        return new(graph, graph.Concat(axis, values), terms[0].Type);
    }

    private Term One(string operation) => this with { Value = Graph.Node(operation, [Value]) };

    private Term With(string operation, Term other)
    {
        if (Type != other.Type) throw new ArgumentException($"{operation} of {Type} and {other.Type}: convert one of them.", nameof(other));
        var graph = Deepest(Graph, other.Graph);
        return new(graph, graph.Node(operation, [Value, other.Value]), Type);
    }

    private static GraphBuilder Deepest(GraphBuilder a, GraphBuilder b) => a.Depth >= b.Depth ? a : b;
}
