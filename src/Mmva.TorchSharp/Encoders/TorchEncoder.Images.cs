using System.Globalization;
using Microsoft.Extensions.Options;
using static TorchSharp.torch;

namespace Mmva.TorchSharp;

/// <summary>Creates encoders from TorchSharp modules.</summary>
public static class TorchEncoder
{
    /// <summary>
    /// Wraps a module of images: the shortest side is resized to <paramref name="side"/> (bicubic), the center cropped, and the module receives
    /// [batch, 3, side, side] with (value / 255 − mean) / deviation.
    /// </summary>
    /// <param name="module">
    /// The module, on its device: one of TorchSharp, or of TorchScript (<c>torch.jit.load</c>). It belongs to the encoder.
    /// </param>
    /// <param name="options">What the module returns, and where it comes from.</param>
    /// <param name="side">Rows and columns of the input, from 1 to 16384.</param>
    /// <param name="mean">Subtracted from red, green and blue, which range from 0 to 1; or <see langword="null"/> for 0.</param>
    /// <param name="standardDeviation">The divisors of red, green and blue after that; or <see langword="null"/> for 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is out of range, or a divisor is 0.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    public static TorchEncoder<RgbImage> ForImages(
        nn.IModule<Tensor, Tensor> module, TorchEncoderOptions options, int side, (float Red, float Green, float Blue)? mean = null,
        (float Red, float Green, float Blue)? standardDeviation = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 1 << 14);
        var (subtracted, divisors) = (mean ?? (0, 0, 0), standardDeviation ?? (1, 1, 1));
        if (divisors is (0, _, _) or (_, 0, _) or (_, _, 0))
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), divisors, "The divisors must not be 0.");
        var its = options.Clone();
        its.Preprocessing = string.Create(CultureInfo.InvariantCulture, $"{options.Preprocessing}|{side} {subtracted} {divisors}");
        float[] offsets = [subtracted.Red, subtracted.Green, subtracted.Blue], scales = [divisors.Red, divisors.Green, divisors.Blue];
        return new(module, its, images => tensor(Planes(images, side, offsets, scales), [images.Count, 3, side, side]));
    }

    private static float[] Planes(IReadOnlyList<RgbImage> images, int side, float[] mean, float[] deviation)
    {
        var area = side * side;
        var planes = new float[checked(images.Count * 3 * area)];
        for (var i = 0; i < images.Count; i++)
        {
            var pixels = ImageResizing.ShortestSideCrop(images[i], side).Pixels.Span;
            for (var p = 0; p < pixels.Length; p++)
                planes[((i * 3) + (p % 3)) * area + (p / 3)] = (pixels[p] / 255f - mean[p % 3]) / deviation[p % 3];
        }
        return planes;
    }
}
