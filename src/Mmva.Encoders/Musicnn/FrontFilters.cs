using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Encoders;

/// <summary>
/// One front layer of all models: convolution of the window, maximum over the bands, clamping. Six frames at a time, by <see cref="MinimalFilter"/>.
/// </summary>
/// <remarks>
/// The filters of all models are columns of the same matrices, for they read the same window x. Their inputs differ by a gain and a shift. The gain
/// is folded into the weights. The shift applies inside the window, not to the zeros around it: it contributes its product with the sum of the taps
/// that lie inside, so near the ends the bias depends on the frame.
/// </remarks>
internal abstract unsafe class FrontFilters
{
    private const int Frames = LogMelSpectrogram.WindowFrames;
    protected const int Outputs = MinimalFilter.Outputs, Points = MinimalFilter.Points;

    // room for the widest tile
    private const int MaxWidth = 64;

    private readonly MusicnnParts.Layer[] _layers;
    private readonly int _firstChannel, _columns;
    private readonly float[] _bias, _low, _high;
    private readonly AlignedFloats _zeros = new(MaxWidth);

    protected FrontFilters(IReadOnlyList<MusicnnParts> models, int layer, int depth, int planes, SimdLevel level)
    {
        _layers = [.. models.Select(model => model.Front[layer])];
        Level = level;
        _firstChannel = models[0].Front.Take(layer).Sum(other => other.Channels);
        _columns = _layers.Sum(l => l.Channels);
        Panels = new(level, _columns, planes, depth, (column, filter) =>
        {
            var (model, channel) = Math.DivRem(column, Channels);
            var size = _layers[model].Time * _layers[model].Inputs;
            double[] taps = [.. _layers[model].Weight.AsSpan(channel * size, size).ToArray().Select(w => (double)w * models[model].InputGain)];
            Transform(taps, filter);
        });
        _low = [.. _layers.SelectMany(l => l.Norm.Low)];
        _high = [.. _layers.SelectMany(l => l.Norm.High)];
        _bias = Bias(models);
    }

    public FilterPanels Panels { get; }

    /// <summary>Scratch that <see cref="Compute"/> needs.</summary>
    public static int ScratchFloats => (2 * TileKernel.Rows * Points + Outputs + TileKernel.Rows) * MaxWidth;

    protected SimdLevel Level { get; }

    protected int Channels => _layers[0].Channels;

    protected int Time => _layers[0].Time;

    protected int Bands => _layers[0].Inputs;

    protected float* Zeros => _zeros.Pointer;

    /// <summary>Computes six frames of the filters of one tile.</summary>
    /// <param name="tile">The tile of columns.</param>
    /// <param name="input">The transformed window.</param>
    /// <param name="maps">The maps of the window, into which the results are written.</param>
    /// <param name="six">The index of the six frames.</param>
    /// <param name="scratch">Working memory.</param>
    public void Compute(int tile, in TransformedWindow input, MusicnnMaps maps, int six, float* scratch)
    {
        var width = Panels.Tiles[tile].Width;
        var largest = scratch;
        new Span<float>(largest, Outputs * width).Fill(float.MinValue);
        Maxima(tile, width, input, six, largest, scratch + Outputs * MaxWidth);
        Write(Panels.Tiles[tile].Start, width, maps, six, largest);
    }

    /// <summary>Writes the transformed weights [planes, depth] of a filter [time, bands].</summary>
    protected abstract void Transform(ReadOnlySpan<double> taps, Span<double> filter);

    /// <summary>Computes the largest response over the bands.</summary>
    protected abstract void Maxima(int tile, int width, in TransformedWindow input, int six, float* largest, float* scratch);

    private void Write(int start, int width, MusicnnMaps maps, int six, float* largest)
    {
        var count = Math.Min(width, _columns - start);
        for (var frame = six * Outputs; frame < Math.Min(Frames, (six + 1) * Outputs); frame++)
        {
            var values = new Span<float>(largest + frame % Outputs * width, count);
            TensorPrimitives.Add(values, _bias.AsSpan(frame * _columns + start, count), values);
            TensorPrimitives.Max(values, _low.AsSpan(start, count), values);
            TensorPrimitives.Min(values, _high.AsSpan(start, count), values);
            for (var i = 0; i < count; i++)
            {
                var (model, channel) = Math.DivRem(start + i, Channels);
                maps.At(model, _firstChannel + channel)[MusicnnMaps.Index(frame)] = values[i];
            }
        }
    }

    // [frames, columns]
    private float[] Bias(IReadOnlyList<MusicnnParts> models)
    {
        var result = new float[Frames * _columns];
        var before = (Time - 1) / 2; // TensorFlow's "same" padding: the odd zero of an even kernel comes last
        var sums = new double[Time + 1];
        for (var column = 0; column < _columns; column++)
        {
            var (model, channel) = Math.DivRem(column, Channels);
            var weight = _layers[model].Weight.AsSpan(channel * Time * Bands, Time * Bands);
            for (var t = 0; t < Time; t++)
            {
                sums[t + 1] = sums[t];
                for (var band = 0; band < Bands; band++) sums[t + 1] += weight[t * Bands + band];
            }
            for (var frame = 0; frame < Frames; frame++)
            {
                var inside = sums[Math.Min(Time, Frames + before - frame)] - sums[Math.Max(0, before - frame)];
                result[frame * _columns + column] = (float)(_layers[model].Bias[channel] + models[model].InputShift * inside);
            }
        }
        return result;
    }
}
