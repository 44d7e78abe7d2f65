using Mmva.Data;
using SkiaSharp;

namespace Mmva.PostgreSql.Tests.Samples;

/// <summary>A folder of small pictures and tones, each of its own content.</summary>
internal sealed class MediaLibrary : IDisposable
{
    private const int SampleRate = 16_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mmva-library-");

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Picture(string name, int hue)
    {
        using var bitmap = new SKBitmap(64, 48);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColor.FromHsv(hue % 360, 80, 90));
            using var paint = new SKPaint { Color = SKColor.FromHsv((hue + 120) % 360, 60, 50) };
            canvas.DrawCircle(hue % 64, 24, 4 + hue % 17, paint);
        }
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Write(name, png.ToArray());
    }

    public void Tone(string name, int number, double seconds)
    {
        var samples = new float[(int)(seconds * SampleRate)];
        for (var i = 0; i < samples.Length; i++) samples[i] = 0.4f * MathF.Sin(i * (60 + 7 * number) * 2 * MathF.PI / SampleRate) * (i / 4000 % 2);
        Write(name, WavFile.Encode(new(samples, SampleRate)));
    }

    public void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
    }
}
