namespace Mmva.Fuzz.Engine;

/// <summary>Random values of one input: SplitMix64, started by the seed of the campaign, the target and the index.</summary>
internal sealed class FuzzRandom
{
    private ulong _state;

    public FuzzRandom(ulong seed, string target, long index)
    {
        _state = seed;
        foreach (var letter in target) _state = Next() ^ letter;
        _state = Next() ^ (ulong)index;
    }

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A value from 0 to below a limit; 0 for a limit of 0.</summary>
    public int Below(int limit) => limit <= 0 ? 0 : (int)(((Next() >> 32) * (ulong)limit) >> 32);

    public bool Chance(int oneIn) => Below(oneIn) == 0;

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];
}
