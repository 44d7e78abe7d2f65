using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>
/// How images become the input [batch, 3, side, side] of an .onnx file: shortest side resized to <see cref="Side"/> (bicubic), center cropped,
/// (value / 255 − mean) / deviation.
/// </summary>
public sealed class OnnxImageOptions : OnnxEncoderOptions
{
    /// <summary>The default of <see cref="Side"/> if the file leaves it open.</summary>
    public const int DefaultSide = 224;

    /// <summary>The default of <see cref="Mean"/>: that of ImageNet.</summary>
    public static readonly (float Red, float Green, float Blue) DefaultMean = (0.485f, 0.456f, 0.406f);

    /// <summary>The default of <see cref="StandardDeviation"/>: that of ImageNet.</summary>
    public static readonly (float Red, float Green, float Blue) DefaultStandardDeviation = (0.229f, 0.224f, 0.225f);

    /// <summary>Rows and columns of the input.</summary>
    /// <value>The default is <see langword="null"/>: the size that the file fixes, or 224 if it leaves the size open.</value>
    [Range(1, 1 << 14)]
    public int? Side { get; set; }

    /// <summary>Subtracted from red, green and blue, which range from 0 to 1.</summary>
    /// <value>The default is that of ImageNet: 0.485, 0.456, 0.406.</value>
    public (float Red, float Green, float Blue) Mean { get; set; } = DefaultMean;

    /// <summary>The divisors of red, green and blue after the subtraction.</summary>
    /// <value>The default is that of ImageNet: 0.229, 0.224, 0.225.</value>
    public (float Red, float Green, float Blue) StandardDeviation { get; set; } = DefaultStandardDeviation;

    private protected override string Preprocessing => string.Create(CultureInfo.InvariantCulture, $"{Side} {Mean} {StandardDeviation}");
}

[OptionsValidator]
internal sealed partial class OnnxImageOptionsRanges : IValidateOptions<OnnxImageOptions>;

internal sealed class OnnxImageOptionsValidator : IValidateOptions<OnnxImageOptions>
{
    public ValidateOptionsResult Validate(string? name, OnnxImageOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.AddResult(new OnnxImageOptionsRanges().Validate(name, options));
        if (!All(options.Mean, float.IsFinite)) result.AddError($"{options.Mean} is not finite.", nameof(options.Mean));
        if (!All(options.StandardDeviation, value => float.IsFinite(value) && value != 0))
            result.AddError($"{options.StandardDeviation} contains zeros or is not finite.", nameof(options.StandardDeviation));
        return result.Build();
    }

    private static bool All((float Red, float Green, float Blue) color, Func<float, bool> holds) =>
        holds(color.Red) && holds(color.Green) && holds(color.Blue);
}
