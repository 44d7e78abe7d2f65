namespace Mmva.NAudio;

/// <summary>The latest samples of audio, written by one thread and copied by another, without locks: the writer never waits.</summary>
/// <remarks>
/// A copy checks afterwards that the writer cannot have reached what it read. The writer announces samples in small parts, after it has written
/// them, so that it is never further than one part ahead of <see cref="Written"/>.
/// </remarks>
internal sealed class SampleRing
{
    private const int Part = 4096;

    private readonly float[] _samples;
    private long _written;

    /// <param name="kept">The number of samples that can be copied.</param>
    public SampleRing(long kept) => _samples = new float[kept + (2 * Part)];

    /// <summary>The number of samples that have been written.</summary>
    public long Written => Volatile.Read(ref _written);

    public void Write(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            var at = (int)(_written % _samples.Length);
            var part = samples[..Math.Min(samples.Length, Math.Min(Part, _samples.Length - at))];
            part.CopyTo(_samples.AsSpan(at));
            Volatile.Write(ref _written, _written + part.Length);
            samples = samples[part.Length..];
        }
    }

    /// <summary>Copies samples, starting at one that was written.</summary>
    /// <returns>Whether they were still there.</returns>
    public bool TryCopy(long start, Span<float> target)
    {
        var at = (int)(start % _samples.Length);
        var first = Math.Min(target.Length, _samples.Length - at);
        _samples.AsSpan(at, first).CopyTo(target);
        _samples.AsSpan(0, target.Length - first).CopyTo(target[first..]);
        Interlocked.MemoryBarrier(); // the samples are read before the check
        return Written + Part - start <= _samples.Length;
    }
}
