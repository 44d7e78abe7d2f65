namespace Mmva.Encoders;

/// <summary>All channels of one window, of every model, over time.</summary>
/// <remarks>
/// A channel is stored as six rows (frames 0, 6, 12 and so on, then 1, 7, 13 and so on) with a zero before and behind each: so the first frames of
/// all sixes are a vector, and so are the others. Zeros that pad the window are never written.
/// </remarks>
internal readonly unsafe struct MusicnnMaps(float* values)
{
    private const int Outputs = MinimalFilter.Outputs;

    public const int Sixes = TransformedWindow.Sixes;

    private const int Row = Sixes + 2, ChannelFloats = Outputs * Row;

    /// <summary>Values of one model.</summary>
    public const int ModelFloats = MusicnnParts.AllChannels * ChannelFloats;

    /// <summary>The channel, to be read and written at <see cref="Index"/>.</summary>
    public float* At(int model, int channel) => values + model * ModelFloats + channel * ChannelFloats;

    public static int Index(int frame) => frame % Outputs * Row + frame / Outputs + 1;

    /// <summary>The largest value of a channel and the mean.</summary>
    public (float Max, float Mean) MaxAndMean(int model, int channel)
    {
        var at = At(model, channel);
        var (max, sum) = (float.MinValue, 0.0);
        for (var frame = 0; frame < LogMelSpectrogram.WindowFrames; frame++)
        {
            var value = at[Index(frame)];
            max = Math.Max(max, value);
            sum += value;
        }
        return (max, (float)(sum / LogMelSpectrogram.WindowFrames));
    }

    /// <summary>The offset of frame <paramref name="frame"/> (from −6 on) of the first six; those of the other sixes follow.</summary>
    public static int Sixth(int frame) => Index(frame + Outputs) - 1;
}
