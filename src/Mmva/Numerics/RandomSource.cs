using System.Numerics;

namespace Mmva.Training;

/// <summary>A seeded random number generator: xoshiro256** by Blackman and Vigna, seeded with SplitMix64.</summary>
/// <remarks>The same seed gives the same sequence on every machine and in every version of the library. Not thread-safe; not for secrets.</remarks>
public sealed class RandomSource
{
    private ulong _a, _b, _c, _d;

    /// <summary>Starts the sequence of a seed.</summary>
    public RandomSource(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>Returns the next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Returns a number from 0 to below 1 with 24 random bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>Returns a number from 0 to below 1 with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>Returns a uniform integer from 0 to below a limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        // Lemire's method: the high half of a product, and another draw in the rare case that would favor some values
        var range = (uint)limit;
        while (true)
        {
            var product = (NextUInt64() >> 32) * range;
            if ((uint)product >= (uint)-(int)range % range) return (int)(product >> 32);
        }
    }

    /// <summary>Shuffles values (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Returns the state, from which <see cref="Restore"/> continues the same sequence.</summary>
    internal ulong[] Save() => [_a, _b, _c, _d];

    /// <summary>Restores a saved state.</summary>
    /// <exception cref="ArgumentException">The state does not have four values, or all are 0.</exception>
    internal void Restore(ReadOnlySpan<ulong> state)
    {
        if (state.Length != 4 || !state.ContainsAnyExcept(0UL))
            throw new ArgumentException("The state of a random source must have four values, not all of them 0.", nameof(state));
        _a = state[0];
        _b = state[1];
        _c = state[2];
        _d = state[3];
    }

    /// <summary>Returns 64 well-mixed bits of any seed and advances the seed.</summary>
    internal static ulong SplitMix(ref ulong seed)
    {
        var z = seed += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
