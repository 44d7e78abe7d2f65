namespace Mmva;

/// <summary>A decoded image: 8-bit red, green and blue, row by row from the top left, without padding.</summary>
/// <remarks>Immutable by convention: do not write to the bytes after passing them. Safe to read from several threads.</remarks>
public sealed class RgbImage
{
    /// <summary>Wraps pixels.</summary>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <param name="pixels">The bytes, [height, width, 3].</param>
    /// <exception cref="ArgumentException">A side is below 1, or the number of bytes is not height × width × 3.</exception>
    public RgbImage(int width, int height, ReadOnlyMemory<byte> pixels)
    {
        if (width < 1 || height < 1) throw new ArgumentException($"The image has {width} × {height} pixels; both sides must be at least 1.");
        if (pixels.Length != 3L * width * height)
            throw new ArgumentException(
                $"An image of {width} × {height} pixels needs {3L * width * height} bytes, not {pixels.Length}.", nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The bytes, [height, width, 3].</summary>
    public ReadOnlyMemory<byte> Pixels { get; }
}
