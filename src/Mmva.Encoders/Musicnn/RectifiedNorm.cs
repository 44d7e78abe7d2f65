namespace Mmva.Encoders;

/// <summary>gain · ReLU(y) + shift, per channel, as gain · y + shift clamped to <see cref="Low"/> and <see cref="High"/>.</summary>
internal sealed class RectifiedNorm
{
    private readonly float[] _gain, _shift;

    public RectifiedNorm(float[] gain, float[] shift)
    {
        _gain = gain;
        _shift = shift;
        Low = [.. gain.Zip(shift, (g, s) => g < 0 ? float.MinValue : s)];
        High = [.. gain.Zip(shift, (g, s) => g < 0 ? s : float.MaxValue)];
    }

    public float[] Low { get; }

    public float[] High { get; }

    /// <summary>One norm over the channels of several.</summary>
    public static RectifiedNorm Stack(IReadOnlyList<RectifiedNorm> norms) =>
        new([.. norms.SelectMany(n => n._gain)], [.. norms.SelectMany(n => n._shift)]);

    /// <summary>Changes the preceding layer, so that it computes gain · y + shift in place of y.</summary>
    /// <param name="weight">[channels, …].</param>
    /// <param name="bias">[channels].</param>
    public void FoldInto(Span<float> weight, Span<float> bias)
    {
        var row = weight.Length / bias.Length;
        for (var channel = 0; channel < bias.Length; channel++)
        {
            foreach (ref var w in weight.Slice(channel * row, row)) w *= _gain[channel];
            bias[channel] = bias[channel] * _gain[channel] + _shift[channel];
        }
    }
}
