using DemoMedia;
using SkiaSharp;

namespace Mmva.Endurance.Soak;

/// <summary>Photos, texts and points to ask with, all from one seed, and the music to find.</summary>
internal sealed class TestMedia
{
    private const int PhotoCount = 24, TextCount = 24, PointCount = 24;

    private static readonly (int Width, int Height)[] Sizes = [(640, 480), (320, 240), (1280, 960), (800, 1200), (64, 64), (2000, 1500)];

    private static readonly SKEncodedImageFormat[] Formats =
        [SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp];

    private static readonly string[]
        Openings = ["a quiet", "a stormy", "a joyful", "a lonely", "a frightening", "a tender"],
        Scenes = ["morning by the sea", "night in the city", "dance in the street", "walk through snow", "chase on a roof", "evening at the fire"],
        Endings = ["", ", slow piano", ", fast drums", ", strings in a minor key", ", a child laughs"];

    private TestMedia() { }

    public required IReadOnlyList<byte[]> Photos { get; init; }
    public required IReadOnlyList<string> Texts { get; init; }
    public required IReadOnlyList<ValenceArousal> Points { get; init; }

    /// <summary>The folder of the music: eight synthesized tracks.</summary>
    public required string Music { get; init; }

    public static TestMedia Create(string folder, ulong seed)
    {
        var random = new Random((int)seed);
        var music = Directory.CreateDirectory(Path.Combine(folder, "music")).FullName;
        DemoTracks.Write(music);
        string Any(string[] words) => words[random.Next(words.Length)];
        return new()
        {
            Music = music,
            Photos = [.. Enumerable.Range(0, PhotoCount).Select(i => Photo(random.Next(), Sizes[i % Sizes.Length], Formats[i % Formats.Length]))],
            Texts = [.. Enumerable.Range(0, TextCount).Select(i => $"{Any(Openings)} {Any(Scenes)}{Any(Endings)} {i}")],
            Points = [.. Enumerable.Range(0, PointCount).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))],
        };
    }

    // soft shapes; another seed gives another photo
    private static byte[] Photo(int seed, (int Width, int Height) size, SKEncodedImageFormat format)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(size.Width, size.Height);
        using var canvas = new SKCanvas(bitmap);
        SKColor Color() => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
        canvas.Clear(Color());
        for (var i = 0; i < 40; i++)
        {
            using var paint = new SKPaint { Color = Color(), IsAntialias = true };
            canvas.DrawCircle(random.Next(size.Width), random.Next(size.Height), 2 + random.Next(size.Width / 6), paint);
        }
        using var encoded = bitmap.Encode(format, 90);
        return encoded.ToArray();
    }
}
