using Mmva.Benchmarks.Index;

namespace Mmva.Benchmarks.Scale;

/// <summary>Pieces of music with ids as catalogs of streaming services have them: 22 letters and digits in no order.</summary>
internal static class ScaleItems
{
    private const int IdLength = 22;
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Items without an end, produced as they are read.</summary>
    /// <param name="set">How the points are distributed.</param>
    /// <param name="first">The index of the first item, from which its id follows.</param>
    public static IEnumerable<EmotionItem> Sequence(string set, long first = 0)
    {
        foreach (var point in PointSets.Sequence(set, seed: 1 + (ulong)first)) yield return new(Id(first++), Modality.Music, point);
    }

    /// <summary>The id of an item: the same for the same index, different for different ones.</summary>
    public static string Id(long index) => string.Create(IdLength, index, static (id, index) =>
    {
        // the mixing is a bijection of 64 bits, and eleven digits of base 62 hold them
        var (low, high) = (Mix((ulong)index), Mix(~(ulong)index));
        for (var i = 0; i < IdLength / 2; i++)
        {
            (low, var digit) = Math.DivRem(low, (ulong)Digits.Length);
            (high, var other) = Math.DivRem(high, (ulong)Digits.Length);
            (id[i], id[i + IdLength / 2]) = (Digits[(int)digit], Digits[(int)other]);
        }
    });

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        return x ^ x >> 31;
    }
}
