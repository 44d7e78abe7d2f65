using System.Runtime.CompilerServices;
using Mmva.Numerics;

namespace Mmva.Encoders;

/// <summary>The outputs of <see cref="MinimalFilter"/> and their maximum over several rows, without leaving the registers.</summary>
internal static unsafe class MinimalFilterKernel
{
    private const int Outputs = MinimalFilter.Outputs, Points = MinimalFilter.Points;

    // of the points ±2, ±1/2, ±3/2, ±2/3, for outputs 1 to 5: odd powers belong to the difference of a pair, even ones to its sum
    private static readonly AlignedFloats Powers = PowersOfPairs();

    /// <summary>Keeps the larger of what <paramref name="largest"/> [6, columns] contains and the outputs of each row.</summary>
    /// <param name="level">The vector width.</param>
    /// <param name="columns">Filters, whole vectors.</param>
    /// <param name="products">[rows, points, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="largest">[6, columns].</param>
    public static void Largest(SimdLevel level, int columns, float* products, int rows, float* largest)
    {
        switch (level)
        {
            case SimdLevel.Vector512: Largest<Lanes512>(columns, products, rows, largest); break;
            case SimdLevel.Vector256: Largest<Lanes256>(columns, products, rows, largest); break;
            case SimdLevel.Vector128: Largest<Lanes128>(columns, products, rows, largest); break;
            default: Largest<ScalarLane>(columns, products, rows, largest); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Largest<TLanes>(int columns, float* products, int rows, float* largest) where TLanes : struct, ILanes<TLanes>
    {
        var powers = Powers.Pointer;
        TLanes one = TLanes.Broadcast(1), minusOne = TLanes.Broadcast(-1);
        for (var column = 0; column < columns; column += TLanes.Count)
        {
            var to = largest + column;
            TLanes y0 = TLanes.Load(to), y1 = TLanes.Load(to + columns), y2 = TLanes.Load(to + 2 * columns);
            TLanes y3 = TLanes.Load(to + 3 * columns), y4 = TLanes.Load(to + 4 * columns), y5 = TLanes.Load(to + 5 * columns);
            var m = products + column;
            for (var row = 0; row < rows; row++, m += Points * columns)
            {
                // points 0, ±1 and infinity
                TLanes plus = TLanes.Load(m + columns), minus = TLanes.Load(m + 2 * columns);
                TLanes even = TLanes.MultiplyAdd(minus, one, plus), odd = TLanes.MultiplyAdd(minus, minusOne, plus);
                TLanes z0 = TLanes.MultiplyAdd(even, one, TLanes.Load(m)), z1 = odd, z2 = even, z3 = odd, z4 = even;
                var z5 = TLanes.MultiplyAdd(odd, one, TLanes.Load(m + 11 * columns));
                var power = powers;
                var pair = m + 3 * columns;
                for (var p = 0; p < 4; p++)
                {
                    plus = TLanes.Load(pair);
                    minus = TLanes.Load(pair + columns);
                    even = TLanes.MultiplyAdd(minus, one, plus);
                    odd = TLanes.MultiplyAdd(minus, minusOne, plus);
                    z0 = TLanes.MultiplyAdd(even, one, z0);
                    z1 = TLanes.MultiplyAdd(odd, TLanes.Broadcast(power[0]), z1);
                    z2 = TLanes.MultiplyAdd(even, TLanes.Broadcast(power[1]), z2);
                    z3 = TLanes.MultiplyAdd(odd, TLanes.Broadcast(power[2]), z3);
                    z4 = TLanes.MultiplyAdd(even, TLanes.Broadcast(power[3]), z4);
                    z5 = TLanes.MultiplyAdd(odd, TLanes.Broadcast(power[4]), z5);
                    power += Outputs - 1;
                    pair += 2 * columns;
                }
                y0 = TLanes.Max(y0, z0);
                y1 = TLanes.Max(y1, z1);
                y2 = TLanes.Max(y2, z2);
                y3 = TLanes.Max(y3, z3);
                y4 = TLanes.Max(y4, z4);
                y5 = TLanes.Max(y5, z5);
            }
            TLanes.Store(y0, to);
            TLanes.Store(y1, to + columns);
            TLanes.Store(y2, to + 2 * columns);
            TLanes.Store(y3, to + 3 * columns);
            TLanes.Store(y4, to + 4 * columns);
            TLanes.Store(y5, to + 5 * columns);
        }
    }

    private static AlignedFloats PowersOfPairs()
    {
        const int first = 3, pairs = 4;
        var result = new AlignedFloats(pairs * (Outputs - 1));
        for (var p = 0; p < pairs; p++)
            for (var k = 1; k < Outputs; k++)
                result.Span[p * (Outputs - 1) + k - 1] = MinimalFilter.ToOutputs[k * Points + first + 2 * p];
        return result;
    }
}
