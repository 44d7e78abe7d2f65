using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>Sets a share of the numbers to zero in training and scales the others up, so that the expectation stays.</summary>
/// <remarks>A row's mask depends on the key of the step and the row's number only, not on the thread that draws it.</remarks>
internal sealed class Dropout
{
    private const int Levels = 1 << 16; // 16 random bits decide on one number

    private readonly int _dropped;
    private readonly float _kept;

    /// <summary>Takes the share to drop, rounded to 1/65536.</summary>
    public Dropout(float rate)
    {
        _dropped = (int)MathF.Round(rate * Levels);
        _kept = (float)((double)Levels / (Levels - _dropped));
    }

    public bool IsActive => _dropped > 0;

    /// <summary>Draws a row's mask: 0, or what a number that stays is multiplied by.</summary>
    public void Draw(ulong key, int row, Span<float> mask)
    {
        var random = new RandomSource(key + (ulong)row);
        for (var i = 0; i < mask.Length;)
            for (var bits = random.NextUInt64(); i < mask.Length; bits >>= 16)
            {
                mask[i++] = (int)(bits & (Levels - 1)) < _dropped ? 0 : _kept;
                if ((i & 3) == 0) break;
            }
    }

    public static void Forward(Span<float> values, ReadOnlySpan<float> mask) => TensorPrimitives.Multiply(values, mask, values);

    public static void Backward(Span<float> gradients, ReadOnlySpan<float> mask) => TensorPrimitives.Multiply(gradients, mask, gradients);
}
