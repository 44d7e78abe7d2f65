using Mmva.Numerics;

namespace Mmva.Encoders;

/// <summary>
/// The points of <see cref="MinimalFilter"/> of every 12 frames that begin at a multiple of six, from <see cref="Before"/> frames before a window on:
/// for each input and point 96 bands, and for the timbral kernels their odd bands, differences even − odd and even − odd before it.
/// </summary>
internal readonly unsafe struct TransformedWindow(float* values)
{
    private const int Frames = LogMelSpectrogram.WindowFrames, AllBands = LogMelSpectrogram.Bands;
    private const int Points = MinimalFilter.Points, Outputs = MinimalFilter.Outputs;

    /// <summary>Sixes of outputs in a window.</summary>
    public const int Sixes = (Frames + Outputs - 1) / Outputs;

    /// <summary>Frames before the window: what the kernel of 128 frames reads before its output.</summary>
    public const int Before = 63;

    public const int HalfBands = AllBands / 2, InputFloats = Points * AllBands;

    private const int TemporalBlocks = 22, TimbralInput = (Before - MinimalFilter.Taps / 2) / Outputs, HalvesFloats = Points * 3 * HalfBands;

    /// <summary>The transformed inputs of a window.</summary>
    public const int Inputs = Sixes + TemporalBlocks - 1;

    /// <summary>Values of a window.</summary>
    public const int Floats = Inputs * InputFloats + Sixes * HalvesFloats;

    /// <summary>Scratch that <see cref="Transform"/> needs.</summary>
    public const int ScratchFloats = Points * AllBands;

    private static readonly AlignedFloats FromInputs = Aligned(MinimalFilter.FromInputs), Zeros = new(64);

    /// <summary>All bands at a point.</summary>
    public float* Bands(int input, int point) => values + input * InputFloats + point * AllBands;

    /// <summary>[3, 48]: odd bands, even − odd, next even − odd; for the filters of common, even and odd taps.</summary>
    public float* Halves(int six, int point) => values + Inputs * InputFloats + six * HalvesFloats + point * 3 * HalfBands;

    /// <summary>Transforms one of the inputs.</summary>
    public void Transform(int input, ReadOnlySpan<float> window, SimdLevel level, float* scratch)
    {
        var first = input * Outputs - Before;
        for (int start = 0, width; start < AllBands; start += width)
        {
            width = AllBands - start >= TileKernel.Columns(level) ? TileKernel.Columns(level) : TileKernel.NarrowColumns(level);
            for (var k = 0; k < Points; k++)
            {
                var row = new Span<float>(scratch + k * width, width);
                if (first + k is >= 0 and < Frames and var frame) window.Slice(frame * AllBands + start, width).CopyTo(row);
                else row.Clear();
            }
            for (var p = 0; p < Points; p += TileKernel.Rows)
                TileKernel.Run(level, width, new()
                {
                    A = FromInputs.Pointer + p * Points, StrideA = Points, StepA = 1, Rows = TileKernel.Rows, B = scratch, Depth = Points,
                    Start = Zeros.Pointer, StartStride = 0, C = Bands(input, p) + start, StrideC = AllBands,
                });
        }
        if (input is >= TimbralInput and < TimbralInput + Sixes) Halve(input);
    }

    private void Halve(int input)
    {
        for (var p = 0; p < Points; p++)
        {
            float* bands = Bands(input, p), halves = Halves(input - TimbralInput, p);
            for (var i = 0; i < HalfBands; i++)
            {
                var (even, odd) = (bands[2 * i], bands[2 * i + 1]);
                halves[i] = odd;
                halves[HalfBands + i] = even - odd;
                // only outputs that are not wanted read the last one
                halves[2 * HalfBands + i] = i + 1 < HalfBands ? bands[2 * i + 2] - odd : 0;
            }
        }
    }

    private static AlignedFloats Aligned(float[] values)
    {
        var result = new AlignedFloats(values.Length);
        values.CopyTo(result.Span);
        return result;
    }
}
