namespace Mmva.Numerics;

/// <summary>Memory that one thread keeps from one piece of work to the next.</summary>
internal sealed class Scratch
{
    private const int Alignment = 16; // floats in a cache line

    private float[] _panel = [];
    private float[] _tile = [];

    /// <summary>At least so many numbers from a cache line's start on, with whatever they held before.</summary>
    public Span<float> Panel(int length) => Aligned(ref _panel, length);

    public Span<float> Tile(int length) => Aligned(ref _tile, length);

    private static unsafe Span<float> Aligned(ref float[] buffer, int length)
    {
        // pinned, so that the aligned place stays aligned
        if (buffer.Length < length + Alignment) buffer = GC.AllocateUninitializedArray<float>(length + Alignment, pinned: true);
        fixed (float* start = buffer)
        {
            var skip = (int)((64 - ((nint)start & 63)) & 63) / sizeof(float);
            return buffer.AsSpan(skip, length);
        }
    }
}
