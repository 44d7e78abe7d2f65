using SkiaSharp;

namespace DemoMedia;

/// <summary>Four painted scenes of different mood.</summary>
public static class DemoPictures
{
    private const int Width = 480, Height = 360;

    public static IReadOnlyList<string> Write(string folder) =>
    [
        Save(folder, "meadow in the sun", Meadow), Save(folder, "thunderstorm", Thunderstorm),
        Save(folder, "lake at dusk", Lake), Save(folder, "fireworks", Fireworks),
    ];

    private static string Save(string folder, string name, Action<SKCanvas, Random> paint)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        paint(surface.Canvas, new Random(5));
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        var path = Path.Combine(folder, name + ".png");
        File.WriteAllBytes(path, png.ToArray());
        return path;
    }

    private static void Meadow(SKCanvas canvas, Random random)
    {
        Sky(canvas, "#4aa8f0", "#cdebff");
        Disc(canvas, 390, 75, 42, "#ffe45c");
        foreach (var (x, y) in new[] { (90, 80), (210, 55) })
            for (var k = 0; k < 4; k++) Disc(canvas, x + 24 * k, y - 9 * (k % 2), 24, "#ffffff");
        Hill(canvas, 215, 28, 1.1, "#5fbf4a");
        Hill(canvas, 255, 18, 2.4, "#3fa535");
        string[] colors = ["#ff5d73", "#ffd23f", "#ffffff", "#c86bff"];
        for (var i = 0; i < 130; i++)
            Disc(canvas, random.Next(Width), 272 + random.Next(80), 3 + 3 * random.NextSingle(), colors[random.Next(4)]);
    }

    private static void Thunderstorm(SKCanvas canvas, Random random)
    {
        Sky(canvas, "#0d1016", "#3c4350");
        for (var i = 0; i < 40; i++)
            Disc(canvas, random.Next(Width), random.Next(110), 30 + random.Next(30), i % 2 == 0 ? "#1b1f27" : "#2a2f3a");
        using var bolt = new SKPaint { Color = SKColor.Parse("#f4f1ff"), StrokeWidth = 4, IsAntialias = true, Style = SKPaintStyle.Stroke };
        for (float x = 290, y = 70; y < 260; y += 24)
        {
            var next = x + random.Next(-26, 20);
            canvas.DrawLine(x, y, next, y + 24, bolt);
            x = next;
        }
        Hill(canvas, 270, 12, 5, "#14181d");
        using var rain = new SKPaint { Color = SKColor.Parse("#809fb0c8"), StrokeWidth = 1.4f, IsAntialias = true };
        for (var i = 0; i < 260; i++)
        {
            float x = random.Next(Width), y = random.Next(Height);
            canvas.DrawLine(x, y, x - 6, y + 20, rain);
        }
    }

    private static void Lake(SKCanvas canvas, Random random)
    {
        Sky(canvas, "#3d3a6b", "#f2a37b");
        Disc(canvas, 240, 178, 26, "#ffd9a0");
        Hill(canvas, 182, 30, 1.7, "#3a3157");
        using var water = new SKPaint { Shader = Gradient(195, Height, "#d98c7a", "#2a2950") };
        canvas.DrawRect(0, 195, Width, Height - 195, water);
        using var ripple = new SKPaint { Color = SKColor.Parse("#70ffe2b8"), StrokeWidth = 2, IsAntialias = true };
        for (var i = 0; i < 46; i++)
        {
            float y = 200 + random.Next(150), x = 240 + random.Next(-70, 50);
            canvas.DrawLine(x, y, x + 12 + random.Next(30), y, ripple);
        }
    }

    private static void Fireworks(SKCanvas canvas, Random random)
    {
        Sky(canvas, "#05061a", "#1a1440");
        var rockets = new[]
        {
            (130f, 110f, 85, "#ff4d6d"), (330f, 90f, 95, "#ffd23f"), (240f, 190f, 70, "#4dd2ff"),
            (410f, 210f, 55, "#8dff6b"), (60f, 225f, 50, "#e08bff"),
        };
        foreach (var (x, y, radius, color) in rockets)
            for (var ray = 0; ray < 36; ray++)
            {
                using var spark = new SKPaint { Color = SKColor.Parse(color), StrokeWidth = 2, IsAntialias = true };
                double angle = 2 * Math.PI * ray / 36, length = radius * (0.6 + 0.4 * random.NextDouble());
                var (dx, dy) = ((float)(Math.Cos(angle) * length), (float)(Math.Sin(angle) * length));
                canvas.DrawLine(x + 0.35f * dx, y + 0.35f * dy, x + dx, y + dy, spark);
                Disc(canvas, x + dx, y + dy, 2.6f, "#ffffff");
            }
        Hill(canvas, 318, 8, 9, "#05050c");
    }

    private static void Sky(SKCanvas canvas, string top, string bottom)
    {
        using var paint = new SKPaint { Shader = Gradient(0, Height, top, bottom) };
        canvas.DrawRect(0, 0, Width, Height, paint);
    }

    private static SKShader Gradient(float from, float to, string top, string bottom) =>
        SKShader.CreateLinearGradient(new SKPoint(0, from), new SKPoint(0, to),
            [SKColor.Parse(top), SKColor.Parse(bottom)], null, SKShaderTileMode.Clamp);

    private static void Disc(SKCanvas canvas, float x, float y, float radius, string color)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(color), IsAntialias = true };
        canvas.DrawCircle(x, y, radius, paint);
    }

    private static void Hill(SKCanvas canvas, float top, float swing, double waves, string color)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(color) };
        for (var x = 0; x < Width; x++)
        {
            var y = top + swing * (float)Math.Sin(2 * Math.PI * waves * x / Width);
            canvas.DrawRect(x, y, 1, Height - y, paint);
        }
    }
}
