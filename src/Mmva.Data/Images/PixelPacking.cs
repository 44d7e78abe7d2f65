using System.Runtime.Intrinsics;

namespace Mmva.Data;

/// <summary>Packs pixels from four bytes to three, in place: a second buffer for a large photo would double its memory.</summary>
internal static class PixelPacking
{
    /// <summary>Moves the colors of unpremultiplied RGBA pixels to the first three quarters of the buffer.</summary>
    /// <param name="pixels">RGBA, RGBA, ...</param>
    /// <param name="composite">Composites the colors over white; otherwise alpha is dropped.</param>
    public static void ToRgb(Span<byte> pixels, bool composite)
    {
        if (composite)
        {
            for (var i = 0; i < pixels.Length; i += 4)
            {
                var alpha = pixels[i + 3];
                if (alpha == 255) continue;
                for (var channel = i; channel < i + 3; channel++) pixels[channel] = OverWhite(pixels[channel], alpha);
            }
        }
        int from = 0, to = 0;
        var colors = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15);
        // the next write overwrites the last four bytes of each; they never reach pixels that are still to be read
        for (; from <= pixels.Length - 16; from += 16, to += 12)
            Vector128.Shuffle(Vector128.Create<byte>(pixels.Slice(from, 16)), colors).CopyTo(pixels[to..]);
        for (; from < pixels.Length; from += 4, to += 3) pixels.Slice(from, 3).CopyTo(pixels[to..]);
    }

    private static byte OverWhite(int color, int alpha) => (byte)(((color * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
