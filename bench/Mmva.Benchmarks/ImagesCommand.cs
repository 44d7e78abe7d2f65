using System.CommandLine;
using System.Globalization;
using Mmva.Data;
using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>A folder of pictures through CLIP, decoded and cut while the tower computes, beside the forward passes alone.</summary>
internal static class ImagesCommand
{
    private const int Side = 224, Batch = 32;

    public static Command Command()
    {
        var folder = new Option<DirectoryInfo>("--folder") { HelpName = "FOLDER", Description = "Holds the pictures, *.jpg.",
            Required = true }.AcceptExistingOnly();
        var (count, threads, turns) = (
            BenchmarkOptions.Count("--count", "How many of the pictures.", 500), BenchmarkOptions.Threads(), BenchmarkOptions.Turns(3));
        var command = new Command(
            "images",
            "JPEGs of a folder, read, decoded, cropped and run through CLIP (formula weights, both precisions), "
            + "compared with the forward passes alone.")
        {
            folder, count, threads, turns,
        };
        command.SetAction(line => Run(line.GetRequiredValue(folder).ToString(), line.GetValue(count), line.GetValue(threads), line.GetValue(turns)));
        return command;
    }

    private static void Run(string folder, int count, int threads, int turns)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal).Take(count)];
        if (files.Length < count) throw new MmvaException($"{folder} holds {files.Length} files *.jpg; {count} are due: see --count.");

        using var model = PaperTower.All.Single(t => t.Name == "clip").CreateModel();
        foreach (var precision in new[] { Precision.Exact, Precision.Fast })
        {
            using var encoder = ClipEncoder.Load(model.Path, new() { Precision = precision, Session = new() { IntraOpThreads = threads } });
            using var tower = new ClipTower(model.Path, precision, new() { IntraOpThreads = threads });
            var (pixels, features) = (
                FormulaValues.Create("pixel_values", Batch * 3 * Side * Side, 2), new float[Batch * tower.Config.ProjectionWidth]);
            var row = Turns.Measure($"images/{count}", () => Turns.Seconds(() => EmbedAsync(files, encoder).GetAwaiter().GetResult()),
                () => Turns.Seconds(() =>
            {
                for (var done = 0; done < count; done += Batch)
                    tower.Run(pixels.AsMemory(0, Math.Min(Batch, count - done) * 3 * Side * Side), features);
            }), turns, precision);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"  reading, decoding and cutting add {100 * (1 / row.Ratio - 1):F0} % to the forward passes"));
        }
    }

    private static async Task EmbedAsync(IReadOnlyList<string> files, ClipEncoder encoder)
    {
        IImageDecoder decoder = new SkiaImageDecoder();
        var pictures = MediaPipeline.ReadAheadAsync(
            files, async (file, token) => ImageResizing.ShortestSideCrop(await decoder.DecodeAsync(file, token), Side), ahead: 2 * Batch);
        await foreach (var batch in pictures.Chunk(Batch))
            await encoder.EncodeAsync([.. batch.Select(picture => picture.Value ?? throw picture.Error!)]);
    }
}
