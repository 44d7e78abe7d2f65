using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Model;

/// <summary>One weight or bias of a model: its key, its shape and its place among the model's numbers.</summary>
internal sealed record Parameter(string Name, int[] Shape, int Offset)
{
    public int Count { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>What PyTorch draws the start values from: ±1/√fan-in for weights and biases of linear layers, a constant for norms.</summary>
    public required Initialization Start { get; init; }
}

/// <summary>Uniform in ±<paramref name="Bound"/> around <paramref name="Center"/>.</summary>
internal readonly record struct Initialization(float Center, float Bound);

/// <summary>The list of a model's parameters; layers add theirs when they are made.</summary>
internal sealed class ParameterLayout
{
    private const int Alignment = 16; // every parameter begins on a cache line

    private readonly List<Parameter> _parameters = [];

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Numbers in all, padding between parameters included.</summary>
    public int Length { get; private set; }

    public Parameter Add(string name, Initialization start, params int[] shape)
    {
        var parameter = new Parameter(name, shape, Length) { Start = start };
        _parameters.Add(parameter);
        Length = checked((Length + parameter.Count + Alignment - 1) / Alignment * Alignment);
        return parameter;
    }
}

/// <summary>One number for each of a model's: the weights themselves, their gradients or an optimiser's moments. Padding stays zero.</summary>
internal sealed class ParameterValues(ParameterLayout layout)
{
    // pinned: the collector never moves it, and kernels may align to it
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
                value = parameter.Start.Bound == 0 ? parameter.Start.Center : parameter.Start.Center + parameter.Start.Bound * (2 * random.NextSingle() - 1);
    }
}
