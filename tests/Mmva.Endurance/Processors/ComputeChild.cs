using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using ConsoleProgram;
using DemoMedia;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva.Data;
using Mmva.Tasks;
using Mmva.Training;

namespace Mmva.Endurance.Processors;

/// <summary>Some results of everything that computes.</summary>
/// <param name="Processor">The instructions that .NET used, and how many processors.</param>
/// <param name="Values">Groups of values; those whose name begins with "own" come from this library's own kernels alone.</param>
internal sealed record ComputedValues(string Processor, Dictionary<string, float[]> Values);

/// <summary>Predicts, trains and searches, and prints the results: to be run under several processors.</summary>
internal static class ComputeChild
{
    public const string Name = "child-compute";

    private const int Tracks = 3, Captions = 6, Points = 400, Queries = 40, Nearest = 5;

    public static Command Command()
    {
        var media = new Argument<string>("MEDIA");
        var threads = CommandLine.Number("--threads", "N", "Threads.", 0, 1024, fallback: 0);
        var command = new Command(Name) { media, threads };
        command.Hidden = true;
        command.SetAction((line, cancellationToken) => RunAsync(line.GetRequiredValue(media), line.GetValue(threads), cancellationToken));
        return command;
    }

    /// <summary>Writes what is predicted.</summary>
    public static void CreateMedia(string folder)
    {
        DemoPictures.Write(folder);
        DemoTracks.Write(folder);
        foreach (var track in Directory.GetFiles(folder, "*.wav").Order(StringComparer.Ordinal).Skip(Tracks)) File.Delete(track);
    }

    private static async Task<int> RunAsync(string media, int threads, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, float[]>();
        await using var services = new ServiceCollection().AddLogging(log => log.ClearProviders())
            .AddMmva().UseCompact(options => options.Session.IntraOpThreads = threads).AddMedia().Services.BuildServiceProvider();
        var predictor = services.GetRequiredService<IEmotionPredictor>();
        var files = MediaFiles.Find(media, MediaKind.Image).Concat(MediaFiles.Find(media, MediaKind.Audio));
        var decoder = services.GetRequiredService<MediaDecoder>();
        foreach (var file in files)
        {
            var content = await decoder.DecodeAsync(file, cancellationToken);
            var prediction = content.Image is { } image
                ? (await predictor.PredictAsync([image], cancellationToken))[0]
                : (await predictor.PredictAsync([content.Music!], cancellationToken))[0];
            values[$"{content.Modality} {Path.GetFileName(file)}"] = [prediction.Emotion.Valence, prediction.Emotion.Arousal];
        }
        for (var i = 0; i < Captions; i++)
        {
            var prediction = (await predictor.PredictAsync([$"a walk {i} by the sea, and the sound of {i + 2} violins"], cancellationToken))[0];
            values[$"Caption {i}"] = [prediction.Emotion.Valence, prediction.Emotion.Arousal];
        }
        values["own training"] = Train(threads);
        values["own search"] = await SearchAsync(cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(new ComputedValues(Processor(), values), JsonSerializerOptions.Web));
        return 0;
    }

    private static float[] Train(int threads)
    {
        var shapes = new MmvaModelOptions { Image = new(1, 64), Music = new(3, 96), Caption = new(2, 80), EmbeddingWidth = 64, HiddenWidth = 128 };
        using var trainer = new MmvaTrainer(
            new MmvaModel(shapes, seed: 1), new RandomMatching(Set(shapes.Image, 61, 1), Set(shapes.Music, 40, 2), Set(shapes.Caption, 40, 2)),
            new() { BatchSize = 16, Epochs = 3, Seed = 3, Threads = threads > 0 ? threads : Environment.ProcessorCount });
        trainer.Train();
        var probe = Set(shapes.Image, 20, 9);
        return [.. MemoryMarshal.Cast<ValenceArousal, float>(trainer.Model.PredictEmotion(Modality.Image, probe.Features))];
    }

    private static LabeledFeatures Set(FeatureShape shape, int count, ulong seed)
    {
        var random = new RandomSource(seed);
        var values = new float[count * shape.Layers * shape.Width];
        foreach (ref var value in values.AsSpan()) value = 2 * random.NextSingle() - 1;
        return new(
            new FeatureBatch(count, shape.Layers, shape.Width, values),
            [.. Enumerable.Range(0, count).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))]);
    }

    private static async Task<float[]> SearchAsync(CancellationToken cancellationToken)
    {
        var random = new RandomSource(5);
        var index = new InMemoryEmotionIndex();
        await index.AddAsync([.. Enumerable.Range(0, Points).Select(
            i => new EmotionItem($"{i}", Modality.Music, new(random.NextSingle(), random.NextSingle())))], cancellationToken);
        var found = new List<float>();
        for (var i = 0; i < Queries; i++)
        {
            var point = new ValenceArousal(random.NextSingle(), random.NextSingle());
            foreach (var match in await index.NearestAsync(point, Nearest, cancellationToken: cancellationToken))
                found.AddRange([int.Parse(match.Item.Id, null), (float)match.Distance, (float)match.Similarity]);
        }
        return [.. found];
    }

    private static string Processor()
    {
        var instructions = Vector512.IsHardwareAccelerated ? "AVX-512" : Avx2.IsSupported ? "AVX2" : Avx.IsSupported ? "AVX" : Sse42.IsSupported
            ? "SSE4.2" : Vector128.IsHardwareAccelerated ? "SSE2" : "scalar";
        return $"{instructions}{(Fma.IsSupported ? ", FMA" : "")}, {Environment.ProcessorCount} processors";
    }
}
