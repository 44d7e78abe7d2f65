using System.Globalization;

namespace Mmva.Data;

/// <summary>At which size an image is decoded: as it is up to the limit, at a half, a quarter or an eighth beyond it.</summary>
internal static class ImageScale
{
    /// <summary>How many times as many pixels as the limit an image may have whose decoder holds all of them at once.</summary>
    public const int MostTimesBuffered = 4;

    // of one that is decoded row by row
    private const int MostTimes = 32;

    // four bytes each
    private const int MostInArray = 500_000_000;

    private const string Option = $"{nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.MaxPixels)}";

    /// <summary>Returns the divisor of both sides, so that at most half of the pixels allowed remain, or 1 for an image within the limit.</summary>
    /// <param name="width">The width according to the header.</param>
    /// <param name="height">The height according to the header.</param>
    /// <param name="isBuffered">Whether the decoder holds the image at its full size.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="options">The limit.</param>
    /// <exception cref="MediaException">The image is too large.</exception>
    public static int Divisor(int width, int height, bool isBuffered, string name, ImageDecoderOptions options)
    {
        if (width < 1 || height < 1) throw new MediaException(name, $"is damaged: its header declares {width} × {height} pixels.");
        var pixels = (long)width * height;
        if (pixels <= options.MaxPixels) return 1;
        var times = isBuffered ? MostTimesBuffered : MostTimes;
        if (pixels > times * options.MaxPixels || (isBuffered && pixels > MostInArray))
            throw new MediaException(name, TooLarge($"{width} × {height} pixels, more", times, options));
        var divisor = 2;
        while (2 * pixels > options.MaxPixels * divisor * divisor) divisor *= 2;
        return divisor;
    }

    /// <summary>The reason for an image that is too large at any size.</summary>
    public static string TooLarge(string what, int times, ImageDecoderOptions options) => string.Create(
        CultureInfo.InvariantCulture, $"has {what} than {times} times {Option} = {options.MaxPixels:N0}, which is allowed.");

    /// <summary>The same as an expression of ffmpeg, for images that it holds at their full size.</summary>
    public static string HalfOrQuarter(ImageDecoderOptions options) => $"if(gt(iw*ih,{2 * options.MaxPixels}),4,2)";
}
