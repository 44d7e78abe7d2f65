using System.Globalization;
using System.IO.Compression;
using System.Text;
using Mmva.Data;
using SkiaSharp;

namespace Mmva.Compact.Tests.Samples;

/// <summary>
/// A folder of made-up data sets, laid out as the published ones: what is pleasant is green or high, what is excited is red or loud.
/// </summary>
internal static class SmallDataSets
{
    public const int Images = 40, Pieces = 36, Captions = 40, Videos = 3, Frames = 300;

    public static void Write(string folder, bool withCaptions = true)
    {
        var random = new Random(1);
        WriteImages(Directory.CreateDirectory(Path.Combine(folder, "oasis", "images")).Parent!.FullName, random);
        WriteMusic(Directory.CreateDirectory(Path.Combine(folder, "musemo", "audio")).Parent!.FullName, random);
        if (withCaptions) WriteCaptions(Directory.CreateDirectory(Path.Combine(folder, "musical-captions")).FullName, random);
        WriteVideos(Directory.CreateDirectory(Path.Combine(folder, "tvsum")).FullName, random);
    }

    /// <summary>Pairs of the made-up music with a caption each, in a manifest next to the data sets.</summary>
    public static string WritePairs(string folder)
    {
        var path = Path.Combine(folder, "pairs.csv");
        File.WriteAllLines(
            path, ["path,caption", .. Enumerable.Range(0, 8).Select(i => $"musemo/audio/piece {i}.wav,\"a tone, number {i}\"")]);
        return path;
    }

    private static void WriteImages(string folder, Random random)
    {
        var table = new StringBuilder("Theme,Category,Valence_mean,Arousal_mean\n");
        for (var i = 0; i < Images; i++)
        {
            var (valence, arousal) = (random.NextDouble(), random.NextDouble());
            using var bitmap = new SKBitmap(64, 64);
            using (var canvas = new SKCanvas(bitmap))
                canvas.Clear(new SKColor((byte)(255 * arousal), (byte)(255 * valence), (byte)random.Next(256)));
            using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
            File.WriteAllBytes(Path.Combine(folder, "images", $"Theme {Letters(i)} 1.jpg"), data.ToArray());
            table.Append(CultureInfo.InvariantCulture, $"Theme {Letters(i)} 1,Object,{1 + 6 * valence},{1 + 6 * arousal}\n");
        }
        File.WriteAllText(Path.Combine(folder, "OASIS.csv"), table.ToString());
    }

    private static void WriteMusic(string folder, Random random)
    {
        const int Rate = 16_000, Seconds = 3;
        var table = new StringBuilder("Name,Arousal,Valence\n");
        for (var i = 0; i < Pieces; i++)
        {
            var (valence, arousal) = (random.NextDouble(), random.NextDouble());
            var samples = new float[Rate * Seconds];
            for (var t = 0; t < samples.Length; t++)
                samples[t] = (float)((0.1 + 0.8 * arousal) * Math.Sin(2 * Math.PI * (110 + 880 * valence) * t / Rate));
            File.WriteAllBytes(Path.Combine(folder, "audio", $"piece {i}.wav"), WavFile.Encode(new(samples, Rate)));
            table.Append(CultureInfo.InvariantCulture, $"piece {i}.wav,{20 * arousal - 10},{20 * valence - 10}\n");
        }
        File.WriteAllText(Path.Combine(folder, "All_annotations.csv"), table.ToString());
    }

    private static void WriteCaptions(string folder, Random random)
    {
        var table = new StringBuilder("id,kind,topic,valence_1,arousal_1,valence_2,arousal_2,text\n");
        for (var i = 0; i < Captions; i++)
        {
            double valence = Math.Round(random.NextDouble(), 2), arousal = Math.Round(random.NextDouble(), 2);
            var text = $"{(valence > 0.5 ? "happy" : "sad")} and {(arousal > 0.5 ? "loud" : "quiet")} music {Letters(i)}";
            table.Append(CultureInfo.InvariantCulture, $"qd-{i},caption,,{valence},{arousal},{valence},{arousal},{text}\n");
        }
        File.WriteAllText(Path.Combine(folder, "ratings.csv"), table.ToString());
    }

    private static void WriteVideos(string folder, Random random)
    {
        using var stream = new GZipStream(File.Create(Path.Combine(folder, "ydata-tvsum50-anno.tsv.gz")), CompressionLevel.Fastest);
        using var table = new StreamWriter(stream);
        for (var video = 0; video < Videos; video++)
            for (var user = 0; user < 3; user++)
            {
                var scores = Enumerable.Range(0, Frames).Select(frame => 1 + (frame / 60 + user * random.Next(2)) % 5);
                table.Write($"video{video}\tVT\t{string.Join(',', scores)}\n");
            }
    }

    private static string Letters(int i) => $"{(char)('a' + i / 26)}{(char)('a' + i % 26)}";
}
