using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Mmva.Training;

namespace Mmva.Model;

/// <summary>Sets a fraction of the values to zero in training and scales up the others, so that the expectation stays the same.</summary>
/// <remarks>
/// Whether a value is kept depends on a hash of the step's key, the row and the column. So the mask depends neither on the thread nor on the
/// vector width, and a vector of it takes a dozen instructions.
/// </remarks>
internal sealed class Dropout(float rate)
{
    private readonly uint _limit = (uint)(rate * 4294967296.0); // hashes below it are dropped
    private readonly float _kept = 1 / (1 - rate);

    public bool IsActive => _limit > 0;

    /// <summary>Draws the mask of a row: 0 for a dropped value, the scale for a kept one.</summary>
    public void Draw(ulong key, int row, Span<float> mask)
    {
        key += (ulong)row;
        var seed = RandomSource.SplitMix(ref key);
        var (low, high) = ((uint)seed, (uint)(seed >> 32));
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(mask);
        var kept = new Vector<float>(_kept);
        for (var i = 0; i < vectors.Length; i++)
        {
            var column = Vector<uint>.Indices + new Vector<uint>((uint)(i * Vector<uint>.Count));
            var dropped = Vector.LessThan(Hash(column, low, high), new Vector<uint>(_limit));
            vectors[i] = Vector.ConditionalSelect(Vector.AsVectorSingle(dropped), Vector<float>.Zero, kept);
        }
        for (var i = vectors.Length * Vector<float>.Count; i < mask.Length; i++)
            mask[i] = Hash(new Vector<uint>((uint)i), low, high)[0] < _limit ? 0 : _kept;
    }

    public static void Forward(Span<float> values, ReadOnlySpan<float> mask) => TensorPrimitives.Multiply(values, mask, values);

    public static void Backward(Span<float> gradients, ReadOnlySpan<float> mask) => TensorPrimitives.Multiply(gradients, mask, gradients);

    // the finalizer of MurmurHash3, with the second half of the seed in its middle
    private static Vector<uint> Hash(Vector<uint> column, uint low, uint high)
    {
        var h = column * 0x9E3779B9u + new Vector<uint>(low);
        h ^= h >>> 16;
        h *= 0x85EBCA6Bu;
        h += new Vector<uint>(high);
        h ^= h >>> 13;
        h *= 0xC2B2AE35u;
        return h ^ (h >>> 16);
    }
}
