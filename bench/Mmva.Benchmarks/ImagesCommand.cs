using System.Globalization;
using Mmva.Data;
using Mmva.Data.Images;
using Mmva.Encoders;
using Mmva.Encoders.Clip;
using Mmva.Media;

namespace Mmva.Benchmarks;

/// <summary>A folder of pictures through CLIP, decoded and cut while the tower computes, beside the forward passes alone.</summary>
internal static class ImagesCommand
{
    public const string Usage = """
        images --folder FOLDER [--count 500] [--threads 2] [--turns 3]
            JPEGs of FOLDER, read, decoded, cut and run through CLIP (formula weights, both precisions), beside the forward passes alone.
        """;

    private const int Side = 224, Batch = 32;

    public static int Run(ReadOnlySpan<string> args)
    {
        string? folder = null;
        int count = 500, threads = 2, turns = 3;
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) return Refuse($"{args[i]} needs a value");
            switch (args[i])
            {
                case "--folder": folder = args[i + 1]; break;
                case "--count" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out count) && count > 0: break;
                case "--threads" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out threads) && threads > 0: break;
                case "--turns" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out turns) && turns > 0: break;
                default: return Refuse($"what is {args[i]} {args[i + 1]}?");
            }
        }
        if (folder is null) return Refuse("--folder is needed");
        string[] files = [.. Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal).Take(count)];
        if (files.Length < count) return Refuse($"{folder} holds {files.Length} files *.jpg; {count} are due");

        using var model = PaperTower.All.Single(t => t.Name == "clip").CreateModel();
        foreach (var precision in new[] { Precision.Exact, Precision.Fast })
        {
            using var encoder = ClipEncoder.Load(model.Path, new() { Precision = precision, Session = new() { IntraOpThreads = threads } });
            using var tower = new ClipTower(model.Path, precision, new() { IntraOpThreads = threads });
            var (pixels, features) = (FormulaValues.Create("pixel_values", Batch * 3 * Side * Side, 2), new float[Batch * tower.Config.ProjectionWidth]);
            var row = Turns.Measure($"images/{count}", () => Turns.Seconds(() => EmbedAsync(files, encoder).GetAwaiter().GetResult()), () => Turns.Seconds(() =>
            {
                for (var done = 0; done < count; done += Batch) tower.Run(pixels.AsMemory(0, Math.Min(Batch, count - done) * 3 * Side * Side), features);
            }), turns, precision);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  reading, decoding and cutting add {100 * (1 / row.Ratio - 1):F0} % to the forward passes"));
        }
        return 0;
    }

    private static async Task EmbedAsync(IReadOnlyList<string> files, ClipEncoder encoder)
    {
        IImageDecoder decoder = new SkiaImageDecoder();
        var pictures = MediaPipeline.ReadAheadAsync(files, async (file, token) => ImageResizing.ShortestSideCrop(await decoder.DecodeAsync(file, token), Side), ahead: 2 * Batch);
        await foreach (var batch in pictures.Chunk(Batch)) await encoder.EncodeAsync([.. batch.Select(picture => picture.Value ?? throw picture.Error!)]);
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine($"{why}\n\n{Usage}");
        return 2;
    }
}
