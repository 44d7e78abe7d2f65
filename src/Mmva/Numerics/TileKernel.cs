using System.Runtime.CompilerServices;

namespace Mmva.Numerics;

/// <summary>The innermost loop of the matrix product: up to six rows by two or four vectors, with all sums in registers.</summary>
/// <remarks>
/// 24 sums of 512 bits fill the 32 registers of AVX-512; 12 narrower ones fill the 16 registers of other machines. Every sum runs over k in order,
/// for any tile size. A tile of fewer than six rows computes its first row in place of the missing ones and does not store those.
/// </remarks>
internal static unsafe class TileKernel
{
    public const int Rows = 6;

    private const int FewRows = 4;

    /// <summary>The number of vectors per row of a full tile.</summary>
    public static int Vectors(SimdLevel level) => level == SimdLevel.Vector512 ? 4 : 2;

    /// <summary>The number of columns of a full tile.</summary>
    public static int Columns(SimdLevel level) => Vectors(level) * Lanes(level);

    /// <summary>The number of columns of the narrowest tile.</summary>
    public static int NarrowColumns(SimdLevel level) => 2 * Lanes(level);

    public static void Run(SimdLevel level, int columns, in Tile tile)
    {
        switch (level)
        {
            case SimdLevel.Vector512 when columns > NarrowColumns(level) && tile.Rows <= FewRows: Run6x4<Lanes512, Four>(tile); break;
            case SimdLevel.Vector512 when columns > NarrowColumns(level): Run6x4<Lanes512, Six>(tile); break;
            case SimdLevel.Vector512: Run6x2<Lanes512>(tile); break;
            case SimdLevel.Vector256: Run6x2<Lanes256>(tile); break;
            case SimdLevel.Vector128: Run6x2<Lanes128>(tile); break;
            default: Run6x2<ScalarLane>(tile); break;
        }
    }

    /// <summary>Returns the number of rows of the next tile. Eight rows are two tiles of four, which cost less than six and two.</summary>
    public static int RowsOfNext(int remaining) => remaining <= Rows ? remaining : remaining <= 2 * FewRows ? FewRows : Rows;

    private static int Lanes(SimdLevel level) => level switch
    {
        SimdLevel.Vector512 => 16,
        SimdLevel.Vector256 => 8,
        SimdLevel.Vector128 => 4,
        _ => 1,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run6x4<TLanes, TRows>(in Tile tile) where TLanes : struct, ILanes<TLanes> where TRows : struct, IRows
    {
        int rows = tile.Rows, lanes = TLanes.Count;
        float* a0 = tile.A, a1 = tile.Row(1), a2 = tile.Row(2), a3 = tile.Row(3), a4 = tile.Row(4), a5 = tile.Row(5), b = tile.B, s = tile.Start;
        nint step = tile.StepA, n = tile.StartStride;
        TLanes c00 = TLanes.Load(s), c01 = TLanes.Load(s + lanes), c02 = TLanes.Load(s + 2 * lanes), c03 = TLanes.Load(s + 3 * lanes);
        if (rows > 1) s += n;
        TLanes c10 = TLanes.Load(s), c11 = TLanes.Load(s + lanes), c12 = TLanes.Load(s + 2 * lanes), c13 = TLanes.Load(s + 3 * lanes);
        if (rows > 2) s += n;
        TLanes c20 = TLanes.Load(s), c21 = TLanes.Load(s + lanes), c22 = TLanes.Load(s + 2 * lanes), c23 = TLanes.Load(s + 3 * lanes);
        if (rows > 3) s += n;
        TLanes c30 = TLanes.Load(s), c31 = TLanes.Load(s + lanes), c32 = TLanes.Load(s + 2 * lanes), c33 = TLanes.Load(s + 3 * lanes);
        if (rows > 4) s += n;
        TLanes c40 = TLanes.Load(s), c41 = TLanes.Load(s + lanes), c42 = TLanes.Load(s + 2 * lanes), c43 = TLanes.Load(s + 3 * lanes);
        if (rows > 5) s += n;
        TLanes c50 = TLanes.Load(s), c51 = TLanes.Load(s + lanes), c52 = TLanes.Load(s + 2 * lanes), c53 = TLanes.Load(s + 3 * lanes);
        nint at = 0;
        for (var k = tile.Depth; k > 0; k--)
        {
            TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes), b2 = TLanes.Load(b + 2 * lanes), b3 = TLanes.Load(b + 3 * lanes);
            var x0 = TLanes.Broadcast(a0[at]);
            c00 = TLanes.MultiplyAdd(x0, b0, c00);
            c01 = TLanes.MultiplyAdd(x0, b1, c01);
            c02 = TLanes.MultiplyAdd(x0, b2, c02);
            c03 = TLanes.MultiplyAdd(x0, b3, c03);
            var x1 = TLanes.Broadcast(a1[at]);
            c10 = TLanes.MultiplyAdd(x1, b0, c10);
            c11 = TLanes.MultiplyAdd(x1, b1, c11);
            c12 = TLanes.MultiplyAdd(x1, b2, c12);
            c13 = TLanes.MultiplyAdd(x1, b3, c13);
            var x2 = TLanes.Broadcast(a2[at]);
            c20 = TLanes.MultiplyAdd(x2, b0, c20);
            c21 = TLanes.MultiplyAdd(x2, b1, c21);
            c22 = TLanes.MultiplyAdd(x2, b2, c22);
            c23 = TLanes.MultiplyAdd(x2, b3, c23);
            var x3 = TLanes.Broadcast(a3[at]);
            c30 = TLanes.MultiplyAdd(x3, b0, c30);
            c31 = TLanes.MultiplyAdd(x3, b1, c31);
            c32 = TLanes.MultiplyAdd(x3, b2, c32);
            c33 = TLanes.MultiplyAdd(x3, b3, c33);
            if (TRows.Count > FewRows)
            {
                var x4 = TLanes.Broadcast(a4[at]);
                c40 = TLanes.MultiplyAdd(x4, b0, c40);
                c41 = TLanes.MultiplyAdd(x4, b1, c41);
                c42 = TLanes.MultiplyAdd(x4, b2, c42);
                c43 = TLanes.MultiplyAdd(x4, b3, c43);
                var x5 = TLanes.Broadcast(a5[at]);
                c50 = TLanes.MultiplyAdd(x5, b0, c50);
                c51 = TLanes.MultiplyAdd(x5, b1, c51);
                c52 = TLanes.MultiplyAdd(x5, b2, c52);
                c53 = TLanes.MultiplyAdd(x5, b3, c53);
            }
            b += 4 * lanes;
            at += step;
        }
        var c = tile.C;
        var stride = tile.StrideC;
        TLanes.Store(c00, c);
        TLanes.Store(c01, c + lanes);
        TLanes.Store(c02, c + 2 * lanes);
        TLanes.Store(c03, c + 3 * lanes);
        if (rows < 2) return;
        c += stride;
        TLanes.Store(c10, c);
        TLanes.Store(c11, c + lanes);
        TLanes.Store(c12, c + 2 * lanes);
        TLanes.Store(c13, c + 3 * lanes);
        if (rows < 3) return;
        c += stride;
        TLanes.Store(c20, c);
        TLanes.Store(c21, c + lanes);
        TLanes.Store(c22, c + 2 * lanes);
        TLanes.Store(c23, c + 3 * lanes);
        if (rows < 4) return;
        c += stride;
        TLanes.Store(c30, c);
        TLanes.Store(c31, c + lanes);
        TLanes.Store(c32, c + 2 * lanes);
        TLanes.Store(c33, c + 3 * lanes);
        if (rows < 5) return;
        c += stride;
        TLanes.Store(c40, c);
        TLanes.Store(c41, c + lanes);
        TLanes.Store(c42, c + 2 * lanes);
        TLanes.Store(c43, c + 3 * lanes);
        if (rows < 6) return;
        c += stride;
        TLanes.Store(c50, c);
        TLanes.Store(c51, c + lanes);
        TLanes.Store(c52, c + 2 * lanes);
        TLanes.Store(c53, c + 3 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run6x2<TLanes>(in Tile tile) where TLanes : struct, ILanes<TLanes>
    {
        int rows = tile.Rows, lanes = TLanes.Count;
        float* a0 = tile.A, a1 = tile.Row(1), a2 = tile.Row(2), a3 = tile.Row(3), a4 = tile.Row(4), a5 = tile.Row(5), b = tile.B, s = tile.Start;
        nint step = tile.StepA, n = tile.StartStride;
        TLanes c00 = TLanes.Load(s), c01 = TLanes.Load(s + lanes);
        if (rows > 1) s += n;
        TLanes c10 = TLanes.Load(s), c11 = TLanes.Load(s + lanes);
        if (rows > 2) s += n;
        TLanes c20 = TLanes.Load(s), c21 = TLanes.Load(s + lanes);
        if (rows > 3) s += n;
        TLanes c30 = TLanes.Load(s), c31 = TLanes.Load(s + lanes);
        if (rows > 4) s += n;
        TLanes c40 = TLanes.Load(s), c41 = TLanes.Load(s + lanes);
        if (rows > 5) s += n;
        TLanes c50 = TLanes.Load(s), c51 = TLanes.Load(s + lanes);
        nint at = 0;
        for (var k = tile.Depth; k > 0; k--)
        {
            TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes);
            var x0 = TLanes.Broadcast(a0[at]);
            c00 = TLanes.MultiplyAdd(x0, b0, c00);
            c01 = TLanes.MultiplyAdd(x0, b1, c01);
            var x1 = TLanes.Broadcast(a1[at]);
            c10 = TLanes.MultiplyAdd(x1, b0, c10);
            c11 = TLanes.MultiplyAdd(x1, b1, c11);
            var x2 = TLanes.Broadcast(a2[at]);
            c20 = TLanes.MultiplyAdd(x2, b0, c20);
            c21 = TLanes.MultiplyAdd(x2, b1, c21);
            var x3 = TLanes.Broadcast(a3[at]);
            c30 = TLanes.MultiplyAdd(x3, b0, c30);
            c31 = TLanes.MultiplyAdd(x3, b1, c31);
            var x4 = TLanes.Broadcast(a4[at]);
            c40 = TLanes.MultiplyAdd(x4, b0, c40);
            c41 = TLanes.MultiplyAdd(x4, b1, c41);
            var x5 = TLanes.Broadcast(a5[at]);
            c50 = TLanes.MultiplyAdd(x5, b0, c50);
            c51 = TLanes.MultiplyAdd(x5, b1, c51);
            b += 2 * lanes;
            at += step;
        }
        var c = tile.C;
        var stride = tile.StrideC;
        TLanes.Store(c00, c);
        TLanes.Store(c01, c + lanes);
        if (rows < 2) return;
        c += stride;
        TLanes.Store(c10, c);
        TLanes.Store(c11, c + lanes);
        if (rows < 3) return;
        c += stride;
        TLanes.Store(c20, c);
        TLanes.Store(c21, c + lanes);
        if (rows < 4) return;
        c += stride;
        TLanes.Store(c30, c);
        TLanes.Store(c31, c + lanes);
        if (rows < 5) return;
        c += stride;
        TLanes.Store(c40, c);
        TLanes.Store(c41, c + lanes);
        if (rows < 6) return;
        c += stride;
        TLanes.Store(c50, c);
        TLanes.Store(c51, c + lanes);
    }

    // the number of rows as a type, which the compiler knows, so that a kernel for four rows skips the other two
    private interface IRows
    {
        static abstract int Count { get; }
    }

    private readonly struct Six : IRows
    {
        public static int Count => 6;
    }

    private readonly struct Four : IRows
    {
        public static int Count => FewRows;
    }

    /// <summary>C = start + A · B for one tile.</summary>
    internal ref struct Tile
    {
        /// <summary>A(i, k) = A[i × StrideA + k × StepA].</summary>
        public float* A;
        public nint StrideA;
        public nint StepA;
        /// <summary>A packed panel: the tile's columns for each k, without gaps.</summary>
        public float* B;
        public nint Depth;
        public float* C;
        public nint StrideC;
        /// <summary>The initial sums: C itself, or a row (stride 0) of biases or zeros.</summary>
        public float* Start;
        public nint StartStride;
        public int Rows;

        public readonly float* Row(int row) => row < Rows ? A + row * StrideA : A;
    }
}
