namespace Mmva;

/// <summary>A decoded picture: 8-bit red, green, blue, row by row from the top left, without padding.</summary>
/// <remarks>Immutable by convention: whoever hands over the bytes no longer writes to them. Safe to read from several threads.</remarks>
public sealed class RgbImage
{
    /// <summary>Wraps pixels.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">height × width × 3 bytes.</param>
    /// <exception cref="ArgumentException">A side is below 1, or the number of bytes is not height × width × 3.</exception>
    public RgbImage(int width, int height, ReadOnlyMemory<byte> pixels)
    {
        if (width < 1 || height < 1) throw new ArgumentException($"An image of {width} × {height} pixels: both sides must be at least 1.");
        if (pixels.Length != 3L * width * height)
            throw new ArgumentException($"An image of {width} × {height} pixels needs {3L * width * height} bytes, not {pixels.Length}.", nameof(pixels));
        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The bytes, shape [height, width, 3].</summary>
    public ReadOnlyMemory<byte> Pixels { get; }
}
