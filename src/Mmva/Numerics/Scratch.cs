namespace Mmva.Numerics;

/// <summary>Memory that a thread reuses from one part of work to the next.</summary>
internal sealed class Scratch
{
    private const int Alignment = 16; // floats in a cache line

    private float[] _panel = [];
    private float[] _tile = [];

    /// <summary>At least this many floats, aligned to a cache line, with undefined contents.</summary>
    public Span<float> Panel(int length) => Aligned(ref _panel, length);

    /// <inheritdoc cref="Panel"/>
    public Span<float> Tile(int length) => Aligned(ref _tile, length);

    private static unsafe Span<float> Aligned(ref float[] buffer, int length)
    {
        // pinned, so that it stays aligned
        if (buffer.Length < length + Alignment) buffer = GC.AllocateUninitializedArray<float>(length + Alignment, pinned: true);
        fixed (float* start = buffer)
        {
            var skip = (int)((64 - ((nint)start & 63)) & 63) / sizeof(float);
            return buffer.AsSpan(skip, length);
        }
    }
}
