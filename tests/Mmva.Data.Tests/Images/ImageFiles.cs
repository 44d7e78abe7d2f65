using Mmva.TestSupport;

namespace Mmva.Data.Tests.Images;

/// <summary>
/// Small images. Those named four, turned and mirrored have 64 × 48 pixels in four colors: red, green, blue and yellow, as they are read.
/// </summary>
internal static class ImageFiles
{
    /// <summary>The corners of the four colors: at the upper left, upper right, lower left and lower right.</summary>
    public static readonly (int R, int G, int B)[] Colors = [(200, 30, 30), (30, 160, 40), (30, 60, 200), (230, 200, 40)];

    public static string PathOf(string name) => GoldenFiles.Repository("tests", "Mmva.Data.Tests", "Images", "Files", name);

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Says which of the four colors each corner has: "0123" for an image that is upright.</summary>
    public static string Corners(RgbImage image)
    {
        var (right, bottom) = (image.Width - 5, image.Height - 5);
        return string.Concat(new[] { (4, 4), (right, 4), (4, bottom), (right, bottom) }.Select(corner => Nearest(image, corner.Item1, corner.Item2)));
    }

    private static string Nearest(RgbImage image, int x, int y)
    {
        var pixel = image.Pixels.Span.Slice(3 * ((y * image.Width) + x), 3);
        for (var i = 0; i < Colors.Length; i++)
        {
            var (red, green, blue) = Colors[i];
            if (Math.Abs(pixel[0] - red) + Math.Abs(pixel[1] - green) + Math.Abs(pixel[2] - blue) < 20) return $"{i}";
        }
        return $"[{pixel[0]},{pixel[1]},{pixel[2]}]";
    }
}
