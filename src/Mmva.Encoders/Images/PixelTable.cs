namespace Mmva.Encoders;

/// <summary>Maps the bytes of images to the input of a tower, one plane per color: each byte has its value in a table.</summary>
internal sealed class PixelTable
{
    private readonly float[] _reds, _greens, _blues;

    /// <param name="value">The value of a byte in a color, which is 0 for red, 1 for green and 2 for blue.</param>
    public PixelTable(Func<int, int, float> value)
    {
        _reds = Table(0);
        _greens = Table(1);
        _blues = Table(2);

        float[] Table(int color) => [.. Enumerable.Range(0, byte.MaxValue + 1).Select(b => value(color, b))];
    }

    /// <summary>(byte / 255 − mean) / deviation.</summary>
    public static PixelTable Standardized(IReadOnlyList<float> means, IReadOnlyList<float> deviations) =>
        new((color, b) => (b / 255f - means[color]) / deviations[color]);

    /// <summary>Writes the planes of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="planes">[3, height, width].</param>
    public void Write(RgbImage image, Span<float> planes)
    {
        var bytes = image.Pixels.Span;
        var area = image.Width * image.Height;
        Span<float> red = planes[..area], green = planes.Slice(area, area), blue = planes.Slice(2 * area, area);
        for (var i = 0; i < area; i++)
        {
            red[i] = _reds[bytes[3 * i]];
            green[i] = _greens[bytes[3 * i + 1]];
            blue[i] = _blues[bytes[3 * i + 2]];
        }
    }
}
