using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Encoders;

/// <summary>A kernel of seven frames over all channels before it, by <see cref="MinimalFilter"/>, and clamping.</summary>
internal sealed unsafe class MiddleFilters
{
    private const int Frames = LogMelSpectrogram.WindowFrames, Sixes = MusicnnMaps.Sixes;
    private const int Outputs = MinimalFilter.Outputs, Points = MinimalFilter.Points, MaxWidth = 64;

    private readonly MusicnnParts.Layer _layer;
    private readonly SimdLevel _level;
    private readonly FilterPanels _panels;
    private readonly AlignedFloats _toOutputs = new(Outputs * Points), _fromInputs = new(Points * Points), _zeros = new(MaxWidth);

    public MiddleFilters(MusicnnParts.Layer layer, SimdLevel level)
    {
        _layer = layer;
        _level = level;
        MinimalFilter.ToOutputs.CopyTo(_toOutputs.Span);
        MinimalFilter.FromInputs.CopyTo(_fromInputs.Span);
        _panels = new(level, layer.Channels, Points, layer.Inputs, (column, filter) =>
        {
            Span<double> taps = stackalloc double[MinimalFilter.Taps], points = stackalloc double[Points];
            for (var input = 0; input < layer.Inputs; input++)
            {
                for (var t = 0; t < taps.Length; t++) taps[t] = layer.Weight[(column * layer.Time + t) * layer.Inputs + input];
                MinimalFilter.TransformTaps(taps, points);
                for (var p = 0; p < Points; p++) filter[p * layer.Inputs + input] = points[p];
            }
        });
    }

    /// <summary>Scratch that <see cref="Compute"/> needs for an input of this many channels.</summary>
    public static int ScratchFloats(int inputs) => Points * Sixes * (inputs + MaxWidth + 1) + Outputs * MaxWidth;

    /// <summary>Computes channels [first, first + 64) of a model.</summary>
    /// <param name="maps">The maps of the window.</param>
    /// <param name="model">The index of the model.</param>
    /// <param name="from">The first input.</param>
    /// <param name="first">The first channel that is written.</param>
    /// <param name="residual">The channel that is added to the first, or −1 for none; the others follow.</param>
    /// <param name="scratch">Working memory.</param>
    public void Compute(MusicnnMaps maps, int model, int from, int first, int residual, float* scratch)
    {
        var inputs = _layer.Inputs;
        float* transformed = scratch, rows = transformed + Points * inputs * Sixes, products = rows + Points * Sixes;
        for (var channel = 0; channel < inputs; channel++)
            Transform(maps.At(model, from + channel), transformed + channel * Sixes, inputs * Sixes, rows);
        for (var tile = 0; tile < _panels.Tiles.Length; tile++)
        {
            var (start, width) = _panels.Tiles[tile];
            for (var p = 0; p < Points; p++)
                for (int six = 0, count; six < Sixes; six += count)
                {
                    count = TileKernel.RowsOfNext(Sixes - six);
                    _panels.Multiply(
                        tile, p, transformed + p * inputs * Sixes + six, 1, Sixes, count, _zeros.Pointer, 0, products + (six * Points + p) * width,
                        Points * width);
                }
            Write(start, width, maps, model, first, residual, products, products + Sixes * Points * width);
        }
    }

    // one channel: [point] rows of 32 sixes
    private void Transform(float* channel, float* target, nint stride, float* rows)
    {
        var width = Math.Min(Sixes, TileKernel.NarrowColumns(_level));
        for (var start = 0; start < Sixes; start += width)
        {
            for (var k = 0; k < Points; k++)
                new Span<float>(channel + MusicnnMaps.Sixth(k - MinimalFilter.Taps / 2) + start, width).CopyTo(new(rows + k * width, width));
            for (var p = 0; p < Points; p += TileKernel.Rows)
                TileKernel.Run(_level, width, new()
                {
                    A = _fromInputs.Pointer + p * Points, StrideA = Points, StepA = 1, Rows = TileKernel.Rows, B = rows, Depth = Points,
                    Start = _zeros.Pointer, StartStride = 0, C = target + p * stride + start, StrideC = stride,
                });
        }
    }

    private void Write(int start, int width, MusicnnMaps maps, int model, int first, int residual, float* products, float* outputs)
    {
        var count = Math.Min(width, _layer.Channels - start);
        for (var six = 0; six < Sixes; six++)
        {
            TileKernel.Run(_level, width, new()
            {
                A = _toOutputs.Pointer, StrideA = Points, StepA = 1, Rows = Outputs, B = products + six * Points * width, Depth = Points,
                Start = _zeros.Pointer, StartStride = 0, C = outputs, StrideC = width,
            });
            for (var frame = six * Outputs; frame < Math.Min(Frames, (six + 1) * Outputs); frame++)
            {
                var values = new Span<float>(outputs + frame % Outputs * width, count);
                TensorPrimitives.Add(values, _layer.Bias.AsSpan(start, count), values);
                TensorPrimitives.Max(values, _layer.Norm.Low.AsSpan(start, count), values);
                TensorPrimitives.Min(values, _layer.Norm.High.AsSpan(start, count), values);
                var index = MusicnnMaps.Index(frame);
                for (var i = 0; i < count; i++)
                    maps.At(model, first + start + i)[index] = values[i] + (residual < 0 ? 0 : maps.At(model, residual + start + i)[index]);
            }
        }
    }
}
