namespace Mmva.Encoders;

/// <summary>Pinned memory that begins at a cache line: a vector that crosses two lines takes twice as long to load.</summary>
/// <remarks>The memory lives as long as this object: keep it reachable while the pointer is used.</remarks>
internal sealed unsafe class AlignedFloats
{
    private const int LineBytes = 64;

    private readonly float[] _values;

    public AlignedFloats(int length)
    {
        Length = length;
        _values = GC.AllocateArray<float>(length + LineBytes / sizeof(float), pinned: true);
        fixed (float* start = _values) Pointer = (float*)(((nint)start + LineBytes - 1) & -LineBytes);
    }

    /// <summary>Zeros at first.</summary>
    public float* Pointer { get; }

    public int Length { get; }

    public Span<float> Span => new(Pointer, Length);
}
