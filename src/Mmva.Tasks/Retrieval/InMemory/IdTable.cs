using System.IO.Hashing;
using System.Numerics;

namespace Mmva.Tasks;

/// <summary>
/// Finds rows by the hashes of their ids: open addressing, four bytes an entry. The bits that a row number does not need hold a part of the hash,
/// so that most other ids are ruled out without reading them.
/// </summary>
internal readonly unsafe struct IdTable(uint* entries, int length, int rowCount)
{
    private readonly int _rowBits = 32 - BitOperations.LeadingZeroCount((uint)rowCount);

    public static ulong Hash(ReadOnlySpan<byte> id) => XxHash3.HashToUInt64(id);

    /// <summary>Finds the next row whose id may have a hash.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="probe">The state of the search; 0 to start.</param>
    /// <returns>A row, or −1 if there are no more.</returns>
    public int Next(ulong hash, ref int probe)
    {
        while (probe < length)
        {
            var entry = entries[Slot(hash, probe++)];
            if (entry == 0) break;
            var row = (int)(entry & ((1u << _rowBits) - 1)) - 1;
            if (entry >> _rowBits == Tag(hash) && (uint)row < (uint)rowCount) return row;
        }
        return -1;
    }

    /// <summary>Writes a row into the first free entry.</summary>
    public void Add(ulong hash, int row)
    {
        var probe = 0;
        while (entries[Slot(hash, probe)] != 0) probe++;
        entries[Slot(hash, probe)] = Tag(hash) << _rowBits | (uint)(row + 1);
    }

    private uint Tag(ulong hash) => (uint)hash & (uint)((1UL << (32 - _rowBits)) - 1);

    private long Slot(ulong hash, int probe)
    {
        var slot = (long)Math.BigMul(hash, (ulong)length, out _) + probe;
        return slot < length ? slot : slot - length;
    }
}
