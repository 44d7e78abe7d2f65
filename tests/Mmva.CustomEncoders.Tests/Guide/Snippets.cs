using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mmva.Data;
using Mmva.Encoders;

namespace Mmva.CustomEncoders.Tests.Guide;

/// <summary>The code of docs/encoders.md, line by line.</summary>
internal static class Snippets
{
    public static void UsePaperTowers(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("heads.safetensors")
            .UseClip("towers/clip-vit-base-patch32")
            .UseMert("towers/MERT-v1-95M", o => o.Precision = Precision.Fast)
            .UseRoberta("towers/roberta-base");
    }

    public static async Task<string> DownloadAsync(string commit, IProgress<DownloadProgress> progress, CancellationToken stop)
    {
        using var hub = new ModelHub();
        var folder = await hub.DownloadAsync("FacebookAI/roberta-base", commit, [new("config.json"), new("vocab.json"), new("merges.txt"), new("model.safetensors")], progress, stop);
        return folder;
    }

    public static void UseOwnEncoder(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("heads.safetensors")
            .UseImageEncoder<ColourEncoder>();
    }

    public static void UseOnnxFiles(IServiceCollection services)
    {
        var tokenizer = BertTokenizer.FromVocabulary("vocab.txt");
        services.AddMmva()
            .UseModel("heads.safetensors")
            .UseOnnxImageEncoder("resnet.onnx", o => { o.Side = 256; o.License = "Apache-2.0"; })
            .UseOnnxCaptionEncoder("mpnet.onnx", o => { o.Tokenize = text => tokenizer.Tokenize(text, 128); o.TokenizerName = "mpnet-uncased"; });
    }

    public static void SaveTower()
    {
        using var tower = RobertaEncoder.Load("towers/roberta-base", new() { Precision = Precision.Fast });
        tower.SaveOnnx("roberta-base-8bit.onnx");
    }

    public static void ReplaceOneEncoder(IServiceCollection services, string folder)
    {
        services.AddMmva()
            .UseCaptionEncoder(_ => MiniLmEncoder.Load(folder, new() { Precision = Precision.Fast, Session = new() { IntraOpThreads = 2 } }));
    }

    public static async Task<ReadOnlyMemory<float>> UseAsGenerator(IModalityEncoder<string> encoder)
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = encoder.AsIEmbeddingGenerator();
        ReadOnlyMemory<float> vector = await generator.GenerateVectorAsync("a storm over the sea");
        return vector;
    }

    public static void UseGenerator(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("heads.safetensors")
            .UseCaptionEncoder(provider => provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()
                .AsModalityEncoder(new() { License = "that of the service" }));
    }

    public static async Task<FeatureSet> EncodeOnceAsync(IModalityEncoder<RgbImage> encoder, IEnumerable<string> files, string folder, CancellationToken cancellationToken)
    {
        var decoder = new SkiaImageDecoder();
        var cache = new FeatureCache(new() { Folder = folder });
        var inputs = files.Select(file => FeatureInput.Image(file, decoder)).ToList();
        var progress = new Progress<EncodingProgress>(p => Console.Error.Write($"\r{p.Done}/{p.Total}"));
        var features = await cache.EncodeAsync(encoder, inputs, progress, cancellationToken);
        foreach (var failure in features.Failures) Console.Error.WriteLine(failure.Error.Message);
        return features;
    }

    public static async Task<Dictionary<string, float[]>> EmbedFolderAsync(IModalityEncoder<RgbImage> encoder, string folder, int side, CancellationToken stop)
    {
        IImageDecoder decoder = new SkiaImageDecoder();
        var files = Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal);
        // decoded and cut on the thread pool, up to two batches ahead, while the encoder computes
        var pictures = MediaPipeline.ReadAheadAsync(
            files, async (file, token) => ImageResizing.ShortestSideCrop(await decoder.DecodeAsync(file, token), side), ahead: 64, stop);
        var features = new Dictionary<string, float[]>();
        await foreach (var batch in pictures.Chunk(32).WithCancellation(stop))
        {
            var readable = batch.Where(picture => picture.Succeeded).ToList();
            var encoded = await encoder.EncodeAsync([.. readable.Select(picture => picture.Value!)], stop);
            for (var i = 0; i < readable.Count; i++) features[readable[i].Input] = encoded[i].ToArray();
            foreach (var picture in batch.Where(picture => !picture.Succeeded)) Console.Error.WriteLine(picture.Error!.Message);
        }
        return features;
    }
}
