namespace Mmva.Data.Images;

/// <summary>From four bytes a pixel to three, in place: a second buffer for a large photo would double its memory.</summary>
internal static class PixelPacking
{
    /// <summary>Moves the colours of unpremultiplied RGBA pixels to the front three quarters of the buffer.</summary>
    /// <param name="pixels">RGBA, RGBA, ...</param>
    /// <param name="composite">Lay the colours over white; otherwise alpha is dropped.</param>
    public static void ToRgb(Span<byte> pixels, bool composite)
    {
        for (int from = 0, to = 0; from < pixels.Length; from += 4, to += 3)
        {
            int red = pixels[from], green = pixels[from + 1], blue = pixels[from + 2], alpha = pixels[from + 3];
            if (composite && alpha < 255) (red, green, blue) = (OverWhite(red, alpha), OverWhite(green, alpha), OverWhite(blue, alpha));
            pixels[to] = (byte)red;
            pixels[to + 1] = (byte)green;
            pixels[to + 2] = (byte)blue;
        }
    }

    private static int OverWhite(int colour, int alpha) => ((colour * alpha) + (255 * (255 - alpha)) + 127) / 255;
}
