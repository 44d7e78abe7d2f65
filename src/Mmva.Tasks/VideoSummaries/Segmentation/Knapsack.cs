using System.Runtime.Intrinsics;

namespace Mmva.Tasks;

/// <summary>The 0/1 knapsack: the items with the greatest total value whose weights fit a budget. Exact.</summary>
/// <remarks>
/// Takes one row of sums, and one bit for every item and unit of capacity: 720 shots of an hour at 30 frames per second take 1.5 MB.
/// Ties are decided against an item, so that of equal values the first items are chosen. Safe to use from several threads.
/// </remarks>
internal static class Knapsack
{
    private const int Bits = 64;

    /// <summary>Solves a knapsack in items × capacity steps.</summary>
    /// <param name="weights">The weight of every item, at least 0.</param>
    /// <param name="values">The value of every item; items of 0 or less are never chosen.</param>
    /// <param name="capacity">The maximum total weight, at least 0.</param>
    /// <returns>For every item whether it is chosen.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a weight or the capacity is negative, or a value is not finite.</exception>
    public static bool[] Solve(ReadOnlySpan<int> weights, ReadOnlySpan<double> values, int capacity)
    {
        Check(weights, values, capacity);
        var best = new double[capacity + 1L];
        var taken = new ulong[weights.Length][];
        for (var item = 0; item < weights.Length; item++) taken[item] = Consider(best, weights[item], values[item]);

        var chosen = new bool[weights.Length];
        for (int item = weights.Length - 1, left = capacity; item >= 0; item--)
        {
            var bits = taken[item];
            var at = left - weights[item]; // the bits start at the item's own weight
            if (at < 0 || (bits[at / Bits] >> (at % Bits) & 1) == 0) continue;
            chosen[item] = true;
            left = at;
        }
        return chosen;
    }

    /// <summary>Improves the best sums by one item; returns the capacities, from its weight on, for which it was taken.</summary>
    private static ulong[] Consider(Span<double> best, int weight, double value)
    {
        if (weight >= best.Length) return [];
        var (reach, lanes) = (best.Length - weight, Vector256<double>.Count);
        var bits = new ulong[(reach + Bits - 1) / Bits];
        // in descending order, so that sums without the item are read before they are replaced
        var whole = reach / lanes * lanes;
        for (var at = reach - 1; at >= whole; at--)
        {
            var sum = best[at] + value;
            if (!(sum > best[at + weight])) continue;
            best[at + weight] = sum;
            bits[at / Bits] |= 1UL << (at % Bits);
        }
        var values = Vector256.Create(value);
        for (var at = whole - lanes; at >= 0; at -= lanes)
        {
            var sums = Vector256.Create<double>(best[at..]) + values;
            var before = Vector256.Create<double>(best[(at + weight)..]);
            var better = Vector256.GreaterThan(sums, before);
            Vector256.ConditionalSelect(better, sums, before).CopyTo(best[(at + weight)..]);
            bits[at / Bits] |= (ulong)better.ExtractMostSignificantBits() << (at % Bits);
        }
        return bits;
    }

    private static void Check(ReadOnlySpan<int> weights, ReadOnlySpan<double> values, int capacity)
    {
        if (weights.Length != values.Length)
            throw new ArgumentException($"{weights.Length} weights and {values.Length} values: every item needs one of each.");
        if (capacity < 0) throw new ArgumentException($"The capacity is {capacity}: it must not be negative.", nameof(capacity));
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] < 0 || !double.IsFinite(values[i]))
                throw new ArgumentException(
                    $"Item {i} has weight {weights[i]} and value {values[i]}: weights must not be negative, values must be finite.");
        }
    }
}
