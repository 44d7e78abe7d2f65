using System.Globalization;

namespace Mmva.Encoders;

/// <summary>How pictures become the input [batch, 3, side, side] of an .onnx file: shortest side to <see cref="Side"/> (bicubic), the middle cut out, (value / 255 − mean) / deviation.</summary>
public sealed class OnnxImageOptions : OnnxEncoderOptions
{
    /// <summary>The default of <see cref="Side"/> where the file leaves it open.</summary>
    public const int DefaultSide = 224;

    /// <summary>Rows and columns of the input.</summary>
    /// <value>The default is null: what the file says, or 224 where it leaves the size open.</value>
    public int? Side { get; set; }

    /// <summary>Subtracted from red, green and blue, which run from 0 to 1.</summary>
    /// <value>The default is that of ImageNet: 0.485, 0.456, 0.406.</value>
    public (float Red, float Green, float Blue) Mean { get; set; } = (0.485f, 0.456f, 0.406f);

    /// <summary>What red, green and blue are divided by afterwards.</summary>
    /// <value>The default is that of ImageNet: 0.229, 0.224, 0.225.</value>
    public (float Red, float Green, float Blue) StandardDeviation { get; set; } = (0.229f, 0.224f, 0.225f);

    private protected override string Preprocessing => string.Create(CultureInfo.InvariantCulture, $"{Side} {Mean} {StandardDeviation}");
}
