namespace Mmva.Encoders;

/// <summary>
/// Cuts sound into the fewest windows of at most a given length, all equally long and evenly spread: no short rest is left at the end, so that every window weighs the same.
/// Where the length cannot be divided, neighbours overlap by a sample.
/// </summary>
/// <param name="Count">Windows.</param>
/// <param name="Length">Samples of each.</param>
internal readonly record struct AudioWindows(int Count, int Length)
{
    private readonly int _samples;

    private AudioWindows(int samples, int count, int length) : this(count, length) => _samples = samples;

    /// <param name="samples">Of the whole sound, at least 1.</param>
    /// <param name="longest">Samples that a window may have, at least 1.</param>
    public static AudioWindows Plan(int samples, int longest)
    {
        var count = (samples - 1) / longest + 1;
        return new(samples, count, (samples - 1) / count + 1);
    }

    /// <summary>Where a window begins.</summary>
    public int Start(int window) => Count == 1 ? 0 : (int)((long)window * (_samples - Length) / (Count - 1));
}
