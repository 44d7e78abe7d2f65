using System.Globalization;

namespace Mmva.Encoders;

/// <summary>How sound becomes the input [batch, samples] of an .onnx file: resampled, one channel, in whole windows whose features are averaged.</summary>
public sealed class OnnxMusicOptions : OnnxEncoderOptions
{
    /// <summary>The default of <see cref="SampleRate"/>.</summary>
    public const int DefaultSampleRate = 16000;

    /// <summary>The default of <see cref="WindowSeconds"/>.</summary>
    public const double DefaultWindowSeconds = 10;

    /// <summary>Samples a second that the model expects (Hz).</summary>
    /// <value>The default is 16,000.</value>
    public int SampleRate { get; set; } = DefaultSampleRate;

    /// <summary>The length of a window, where the file leaves it open. What is left after the last whole window is not taken; sound shorter than a window is repeated to fill one.</summary>
    /// <value>The default is 10 s.</value>
    public double WindowSeconds { get; set; } = DefaultWindowSeconds;

    /// <summary>Whether the samples of a window are brought to mean 0 and variance 1.</summary>
    /// <value>The default is false.</value>
    public bool Normalize { get; set; }

    private protected override string Preprocessing => string.Create(CultureInfo.InvariantCulture, $"{SampleRate} {WindowSeconds} {Normalize}");
}
