using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>How audio becomes the input [batch, samples] of an .onnx file: resampled, one channel, in windows whose features are averaged.</summary>
public sealed class OnnxMusicOptions : OnnxEncoderOptions
{
    private const int MaxWindowSamples = int.MaxValue / 2;

    /// <summary>The default of <see cref="SampleRate"/>.</summary>
    public const int DefaultSampleRate = 16_000;

    /// <summary>The default of <see cref="WindowSeconds"/>.</summary>
    public const double DefaultWindowSeconds = 10;

    /// <summary>The sample rate that the model requires (Hz).</summary>
    /// <value>The default is 16,000.</value>
    [Range(1, int.MaxValue)]
    public int SampleRate { get; set; } = DefaultSampleRate;

    /// <summary>
    /// The longest audio that is encoded in one piece (s), as for <see cref="MertOptions.WindowSeconds"/>: longer audio is divided into the fewest
    /// equal windows
    /// of at most this length, and its features are the mean over them. Windows run one by one. It has no effect if the file fixes the number of
    /// samples:
    /// then audio is divided into whole windows of that length, <see cref="OnnxEncoderOptions.BatchSize"/> of them in one run; the remainder is
    /// ignored,
    /// and audio shorter than a window is repeated to fill one.
    /// </summary>
    /// <value>The default is 10.</value>
    public double WindowSeconds { get; set; } = DefaultWindowSeconds;

    /// <summary>
    /// Whether the audio is normalized to mean 0 and variance 1: as a whole, or window by window if the file fixes the number of samples.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Normalize { get; set; }

    private protected override string Preprocessing => string.Create(CultureInfo.InvariantCulture, $"{SampleRate} {WindowSeconds} {Normalize}");

    internal bool HasValidWindow => WindowSeconds > 0 && WindowSeconds * SampleRate <= MaxWindowSamples;
}

[OptionsValidator]
internal sealed partial class OnnxMusicOptionsRanges : IValidateOptions<OnnxMusicOptions>;

internal sealed class OnnxMusicOptionsValidator : IValidateOptions<OnnxMusicOptions>
{
    public ValidateOptionsResult Validate(string? name, OnnxMusicOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.AddResult(new OnnxMusicOptionsRanges().Validate(name, options));
        if (!options.HasValidWindow) result.AddError($"{options.WindowSeconds} s is not above 0, or too long.", nameof(options.WindowSeconds));
        return result.Build();
    }
}
