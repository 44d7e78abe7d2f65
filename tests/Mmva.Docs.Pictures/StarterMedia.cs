using Mmva.Data;
using SkiaSharp;

namespace Mmva.Docs.Pictures;

/// <summary>Two images and two tracks, for readers who have none at hand.</summary>
internal static class StarterMedia
{
    private const int Rate = 16_000;
    private const double Seconds = 4.5;

    public static void Write(Demo demo, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, file) in new[] { ("meadow in the sun", "meadow.jpg"), ("thunderstorm", "thunderstorm.jpg") })
        {
            using var image = SKBitmap.Decode(demo.Images.Single(path => Demo.Name(path) == name));
            using var jpeg = image.Encode(SKEncodedImageFormat.Jpeg, 85);
            File.WriteAllBytes(Path.Combine(folder, file), jpeg.ToArray());
        }
        foreach (var (name, file) in new[] { ("strings, slow, major", "calm.wav"), ("heavy riff, fast, minor", "stormy.wav") })
        {
            var track = AudioResampling.Resample(
                demo.Get<IAudioDecoder>().Decode(demo.Tracks.Single(path => Demo.Name(path) == name)), Rate);
            File.WriteAllBytes(Path.Combine(folder, file), WavFile.Encode(new(track.Samples[..(int)(Seconds * Rate)], Rate)));
        }
    }
}
