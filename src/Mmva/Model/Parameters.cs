using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Model;

/// <summary>One weight or bias of a model: its key, its shape and its offset among the model's values.</summary>
internal sealed record Parameter(string Name, int[] Shape, int Offset)
{
    public int Count { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>
    /// The distribution of initial values, as in PyTorch: ±1/√fan-in for weights and biases of linear layers, a constant for norms.
    /// </summary>
    public required Initialization Start { get; init; }
}

/// <summary>The uniform distribution within ±<paramref name="Bound"/> of <paramref name="Center"/>.</summary>
internal readonly record struct Initialization(float Center, float Bound);

/// <summary>The list of a model's parameters, to which layers add theirs when they are created.</summary>
internal sealed class ParameterLayout
{
    private const int Alignment = 16; // every parameter begins on a cache line

    private readonly List<Parameter> _parameters = [];

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The total number of values, including the padding between parameters.</summary>
    public int Length { get; private set; }

    public Parameter Add(string name, Initialization start, params int[] shape)
    {
        var parameter = new Parameter(name, shape, Length) { Start = start };
        _parameters.Add(parameter);
        Length = checked((Length + parameter.Count + Alignment - 1) / Alignment * Alignment);
        return parameter;
    }
}

/// <summary>A value for each trainable parameter of a model: the weights, their gradients or an optimizer's moments. Padding stays zero.</summary>
internal sealed class ParameterValues(ParameterLayout layout)
{
    // pinned, so that the garbage collector never moves it and kernels can rely on its alignment
    private readonly float[] _data = GC.AllocateArray<float>(layout.Length, pinned: true);

    public ParameterLayout Layout { get; } = layout;

    public Span<float> All => _data;

    public Span<float> this[Parameter parameter] => _data.AsSpan(parameter.Offset, parameter.Count);

    public Memory<float> MemoryOf(Parameter parameter) => _data.AsMemory(parameter.Offset, parameter.Count);

    public Matrix MatrixOf(Parameter parameter) => new(_data, parameter.Offset, parameter.Shape[0], parameter.Shape[1], parameter.Shape[1]);

    public void CopyTo(ParameterValues target) => All.CopyTo(target.All);

    public void Initialize(RandomSource random)
    {
        foreach (var parameter in Layout.Parameters)
            foreach (ref var value in this[parameter])
                value = parameter.Start.Bound == 0
                    ? parameter.Start.Center
                    : parameter.Start.Center + parameter.Start.Bound * (2 * random.NextSingle() - 1);
    }
}
