using Mmva.Numerics;

namespace Mmva.Encoders;

/// <summary>Kernels of seven frames by many bands.</summary>
/// <remarks>
/// Along time, <see cref="MinimalFilter"/>. Along the bands, two neighboring outputs of a pair of taps take three products instead of four
/// (<c>y0 = g0·d0 + g1·d1 = g0·(d0 − d1) + (g0 + g1)·d1</c> and <c>y1 = g0·d1 + g1·d2 = g1·(d2 − d1) + (g0 + g1)·d1</c>):
/// one filter of the even and one of the odd taps, over even bands, odd bands, and their differences.
/// </remarks>
internal sealed unsafe class TimbralFilters(IReadOnlyList<MusicnnParts> models, int layer, SimdLevel level)
    : FrontFilters(models, layer, Half(models[0].Front[layer].Inputs), Points * 3, level)
{
    private const int Common = 0, Even = 1, Odd = 2, HalfBands = TransformedWindow.HalfBands;

    private static int Half(int bands) => (bands + 1) / 2;

    protected override void Transform(ReadOnlySpan<double> taps, Span<double> filter)
    {
        var depth = Half(Bands);
        Span<double> column = stackalloc double[MinimalFilter.Taps], points = stackalloc double[Points];
        filter.Clear();
        for (var band = 0; band < Bands; band++)
        {
            for (var t = 0; t < column.Length; t++) column[t] = taps[t * Bands + band];
            MinimalFilter.TransformTaps(column, points);
            for (var p = 0; p < Points; p++)
            {
                filter[(3 * p + Common) * depth + band / 2] += points[p];
                filter[(3 * p + (band % 2 == 0 ? Even : Odd)) * depth + band / 2] = points[p];
            }
        }
    }

    protected override void Maxima(int tile, int width, in TransformedWindow input, int six, float* largest, float* scratch)
    {
        var positions = LogMelSpectrogram.Bands - Bands + 1;
        var row = Points * width;
        float* even = scratch, odd = even + TileKernel.Rows * row, common = odd + TileKernel.Rows * row;
        for (int first = 0, rows; first < Half(positions); first += rows)
        {
            rows = TileKernel.RowsOfNext(Half(positions) - first);
            for (var p = 0; p < Points; p++)
            {
                var bands = input.Halves(six, p) + first;
                Panels.Multiply(tile, 3 * p + Common, bands + Common * HalfBands, 1, 1, rows, Zeros, 0, common, width);
                Panels.Multiply(tile, 3 * p + Even, bands + Even * HalfBands, 1, 1, rows, common, width, even + p * width, row);
                Panels.Multiply(tile, 3 * p + Odd, bands + Odd * HalfBands, 1, 1, rows, common, width, odd + p * width, row);
            }
            MinimalFilterKernel.Largest(Level, width, even, rows, largest);
            // the last odd position may lie outside
            MinimalFilterKernel.Largest(Level, width, odd, Math.Min(rows, positions / 2 - first), largest);
        }
    }
}
