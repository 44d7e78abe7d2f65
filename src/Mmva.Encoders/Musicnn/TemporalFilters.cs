using Mmva.Numerics;

namespace Mmva.Encoders;

/// <summary>Long kernels over time, on every band: sums of filters of six taps, each of which reads the next transformed input.</summary>
internal sealed unsafe class TemporalFilters(IReadOnlyList<MusicnnParts> models, int layer, SimdLevel level)
    : FrontFilters(models, layer, Blocks(models[0].Front[layer].Time), Points, level)
{
    // A kernel begins some frames before its output, the transformed inputs every six frames: a few zeros are put before the taps.
    private static int Distance(int time) => TransformedWindow.Before - (time - 1) / 2;

    private static int Blocks(int time) => (Distance(time) % Outputs + time + Outputs - 1) / Outputs;

    protected override void Transform(ReadOnlySpan<double> taps, Span<double> filter)
    {
        var (blocks, zeros) = (Blocks(Time), Distance(Time) % Outputs);
        Span<double> padded = stackalloc double[blocks * Outputs], points = stackalloc double[Points];
        padded.Clear();
        taps.CopyTo(padded[zeros..]);
        for (var block = 0; block < blocks; block++)
        {
            MinimalFilter.TransformTaps(padded.Slice(block * Outputs, Outputs), points);
            for (var p = 0; p < Points; p++) filter[p * blocks + block] = points[p];
        }
    }

    protected override void Maxima(int tile, int width, in TransformedWindow input, int six, float* largest, float* scratch)
    {
        var row = Points * width;
        for (var band = 0; band < LogMelSpectrogram.Bands; band += TileKernel.Rows)
        {
            for (var p = 0; p < Points; p++)
                Panels.Multiply(
                    tile, p, input.Bands(six + Distance(Time) / Outputs, p) + band, 1, TransformedWindow.InputFloats, TileKernel.Rows, Zeros, 0,
                    scratch + p * width, row);
            MinimalFilterKernel.Largest(Level, width, scratch, TileKernel.Rows, largest);
        }
    }
}
