using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Mmva.WeightFiles;
using Tensor = Mmva.WeightFiles.Tensor;

namespace Mmva.Encoders.Graphs;

/// <summary>
/// The weight of a linear layer, y = x · Wᵀ, [out, in] as published: float32, or 8-bit rows with a scale each (weight[r, c] = q[r, c] ·
/// scale[r]).
/// Several layers that read the same input can be stacked into one.
/// </summary>
internal sealed class WeightMatrix
{
    /// <summary>Of an integer.</summary>
    public const int Bits = 8;

    // rows that are transposed together: a cache line of the result
    private const int RowsTogether = 64;

    // the unsigned integer that stands for 0
    private const byte Middle = 128;

    private readonly IReadOnlyList<Part> _parts;

    private WeightMatrix(string name, IReadOnlyList<Part> parts)
    {
        Name = name;
        _parts = parts;
        Rows = parts.Sum(p => p.Weight.Shape[0]);
        Columns = parts[0].Weight.Shape[1];
    }

    public string Name { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The matrix of a tensor [rows, columns], and of its scales [rows] if it has 8 bits.</summary>
    public static WeightMatrix Of(Tensor weight, Tensor? scale = null) => new(weight.Name, [new(weight, scale)]);

    /// <summary>The rows of several matrices, one after another.</summary>
    public static WeightMatrix Stack(string name, params ReadOnlySpan<WeightMatrix> matrices)
    {
        var parts = new List<Part>();
        foreach (var matrix in matrices) parts.AddRange(matrix._parts);
        return new(name, parts);
    }

    /// <summary>Some of the rows.</summary>
    public WeightMatrix Slice(string name, int start, int count)
    {
        var parts = new List<Part>();
        foreach (var part in _parts)
        {
            var (first, last) = (Math.Max(start, 0), Math.Min(start + count, part.Rows));
            if (first < last) parts.Add(part.Slice(name, first, last - first));
            start -= part.Rows;
        }
        return new(name, parts);
    }

    /// <summary>float32 [rows, columns]; without a copy if the file stores it so.</summary>
    public GraphValue Floats(GraphBuilder graph)
    {
        if (_parts is [{ Scale: null } whole]) return graph.Weight(whole.Weight);
        var rented = ArrayPool<float>.Shared.Rent(Rows * Columns);
        var values = rented.AsSpan(0, Rows * Columns);
        CopyTo(values);
        var weight = graph.Computed(Name, TensorType.Float32, [Rows, Columns], MemoryMarshal.AsBytes(values));
        ArrayPool<float>.Shared.Return(rented);
        return weight;
    }

    /// <summary>The values, [rows, columns].</summary>
    public float[] ToFloats()
    {
        var values = new float[Rows * Columns];
        CopyTo(values);
        return values;
    }

    private void CopyTo(Span<float> values)
    {
        var row = 0;
        foreach (var part in _parts)
        {
            for (var r = 0; r < part.Rows; r++) part.CopyRow(r, values.Slice(row++ * Columns, Columns));
            MappedBytes.GiveBack(part.Weight.Bytes);
        }
    }

    /// <summary>
    /// The matrix as integers of 8 bits, symmetric per output: signed, or unsigned around 128 where products of signed ones would saturate.
    /// </summary>
    public IntegerMatrix Integers(GraphBuilder graph)
    {
        var values = ArrayPool<sbyte>.Shared.Rent(Rows * Columns);
        var scales = GraphWeight.Allocate<float>(Rows);
        var sums = new float[Rows];
        var first = 0;
        foreach (var part in _parts)
        {
            var start = first;
            Parallel.For(0, (part.Rows + RowsTogether - 1) / RowsTogether, group =>
            {
                var from = group * RowsTogether;
                var count = Math.Min(RowsTogether, part.Rows - from);
                var rented = ArrayPool<sbyte>.Shared.Rent(count * Columns);
                var rows = rented.AsSpan(0, count * Columns);
                for (var i = 0; i < count; i++)
                {
                    var row = rows.Slice(i * Columns, Columns);
                    var scale = scales[start + from + i] = part.QuantizeRow(from + i, row);
                    sums[start + from + i] = QuantizedRows.Sum(row) * scale;
                }
                QuantizedRows.Transpose(rows, count, values.AsSpan(start + from), Rows);
                ArrayPool<sbyte>.Shared.Return(rented);
            });
            first += part.Rows;
            MappedBytes.GiveBack(part.Weight.Bytes);
        }
        var scale = graph.Weight($"{Name}.int{Bits}.scale", scales, Rows);
        var bytes = MemoryMarshal.AsBytes(values.AsSpan(0, Rows * Columns));
        GraphValue integers, zero = GraphValue.None;
        if (graph.StandardOnly || !QuantizedProducts.Saturate)
            integers = graph.Computed($"{Name}.int{Bits}", TensorType.Int8, [Columns, Rows], bytes);
        else
        {
            foreach (ref var value in bytes) value ^= Middle; // from two's complement
            integers = graph.Computed($"{Name}.uint{Bits}", TensorType.UInt8, [Columns, Rows], bytes);
            zero = graph.Weight($"uint8 {Middle}", [Middle]);
        }
        ArrayPool<sbyte>.Shared.Return(values);
        return new(integers, scale, sums, zero);
    }

    private sealed record Part(Tensor Weight, Tensor? Scale)
    {
        private readonly float[]? _scales = Scale?.ToFloats();

        public int Rows => Weight.Shape[0];

        private int Columns => Weight.Shape[1];

        public Part Slice(string name, int start, int count)
        {
            var rowBytes = Weight.Bytes.Length / Rows;
            var weight = Tensor.FromBytes(name, Weight.Type, Weight.Bytes.Slice(start * rowBytes, count * rowBytes), count, Columns);
            if (Scale is null) return new(weight, null);
            return new(weight, Tensor.FromBytes(Scale.Name, Scale.Type, Scale.Bytes.Slice(start * sizeof(float), count * sizeof(float)), count));
        }

        public void CopyRow(int r, Span<float> target)
        {
            if (_scales is null)
            {
                FloatRow(r).CopyTo(target);
                return;
            }
            TensorPrimitives.ConvertTruncating(IntegerRow(r), target);
            TensorPrimitives.Multiply(target, _scales[r], target);
        }

        // returns the scale
        public float QuantizeRow(int r, Span<sbyte> target)
        {
            if (_scales is null) return QuantizedRows.Quantize(FloatRow(r), Bits, target);
            IntegerRow(r).CopyTo(target);
            return _scales[r];
        }

        private ReadOnlySpan<float> FloatRow(int r) => MemoryMarshal.Cast<byte, float>(Weight.Bytes.Span).Slice(r * Columns, Columns);

        private ReadOnlySpan<sbyte> IntegerRow(int r) => MemoryMarshal.Cast<byte, sbyte>(Weight.Bytes.Span).Slice(r * Columns, Columns);
    }
}
