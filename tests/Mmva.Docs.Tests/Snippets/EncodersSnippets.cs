using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Encoders;
using Mmva.Extensions.AI;
using Mmva.TorchSharp;
using Mmva.Training;
using NAudio.Wave;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using TorchSharp;

namespace Documents.Snippets;

/// <summary>The code of docs/encoders.md.</summary>
internal static class EncodersSnippets
{
    public static void UsePaperTowers(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseClip("towers/clip-vit-base-patch32")
            .UseMert("towers/MERT-v1-95M", options => options.Precision = Precision.Fast)
            .UseRoberta("towers/roberta-base")
            .AddMedia();                                                       // IImageDecoder, IAudioDecoder and MediaDecoder
    }

    public static async Task<string> DownloadAsync(string commit, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        using var hub = new ModelHub();
        HubFile[] files = [new("config.json"), new("vocab.json"), new("merges.txt"), new("model.safetensors")];
        var folder = await hub.DownloadAsync("FacebookAI/roberta-base", commit, files, progress, cancellationToken);
        return folder;
    }

    public static void UseCustomEncoder(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseImageEncoder<ColorEncoder>();
    }

    public static void UseOnnxFiles(IServiceCollection services)
    {
        var tokenizer = BertTokenizer.FromVocabulary("vocab.txt");
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseOnnxImageEncoder("resnet.onnx", options =>
            {
                options.Side = 256;
                options.License = "Apache-2.0";
            })
            .UseOnnxCaptionEncoder("mpnet.onnx", options =>
            {
                options.Tokenize = text => tokenizer.Tokenize(text, 128);
                options.TokenizerName = "mpnet-uncased";
            });
    }

    public static void SaveTower()
    {
        using var tower = RobertaEncoder.Load("towers/roberta-base", new() { Precision = Precision.Fast });
        tower.SaveOnnx("roberta-base-8bit.onnx");
    }

    public static void SaveChains(IEmotionPredictor predictor)
    {
        predictor.SaveOnnx(Modality.Image, "image.onnx");
        predictor.SaveOnnx(Modality.Music, "music.onnx", new() { Float16Weights = true }); // half the size, the same speed
    }

    public static void UseModule(IServiceCollection services)
    {
        TorchLibrary.Load();                                                   // first of all: says what is missing if PyTorch does not load
        var backbone = torch.jit.load<torch.Tensor, torch.Tensor>("resnet50.pt");
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseImageEncoder(_ => TorchEncoder.ForImages(
                backbone, new() { Name = "resnet50", Width = 2048, License = "BSD-3-Clause" }, side: 224, mean: (0.485f, 0.456f, 0.406f),
                standardDeviation: (0.229f, 0.224f, 0.225f)));
    }

    public static void TrainOnGpu(MmvaModelOptions options, IBatchSource source, int epochs)
    {
        var device = torch.cuda.is_available() ? torch.CUDA : torch.CPU;
        using var module = new MmvaModule(new MmvaModel(options, seed: 1));    // or MmvaModule.Load("mmva.safetensors"), to fine-tune
        module.to(device);
        module.train();
        module.Sigma = source.Sigma;                                           // saved with the weights
        using var images = source.Images.ToTensor(device);
        using var music = source.Music.ToTensor(device);
        using var captions = source.Captions.ToTensor(device);
        using var optimizer = torch.optim.AdamW(module.parameters(), lr: 3e-4, weight_decay: 0.01);
        var random = new RandomSource(1);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            source.BeginEpoch(random);
            for (var step = 0; step < source.StepsPerEpoch(128); step++)
            {
                using var scope = torch.NewDisposeScope();
                var batch = new MatchedBatch(128);
                source.Fill(batch, step, random);
                optimizer.zero_grad();
                module.Loss(images, music, captions, batch).backward();
                optimizer.step();
            }
        }
        module.Save("tuned.safetensors");                                      // for MmvaModel.Load and UseModel, on any machine
    }

    public static async Task<ValenceArousal> PredictReaderAsync(IEmotionPredictor predictor)
    {
        using var reader = new WaveFileReader("song.wav");
        var emotion = await predictor.PredictAsync(reader.ToWaveform());
        return emotion;
    }

    public static RgbImage ToRgbImage(Image image)
    {
        using var upright = image.CloneAs<Rgba32>();
        upright.Mutate(context => context.AutoOrient().BackgroundColor(Color.White));   // what Mmva's own decoder does by default
        using var opaque = upright.CloneAs<Rgb24>();
        var pixels = new byte[3 * opaque.Width * opaque.Height];
        opaque.CopyPixelDataTo(pixels);
        return new(opaque.Width, opaque.Height, pixels);
    }

    public static void UseGpu(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseClip("towers/clip-vit-base-patch32", options => options.Session.Configure = session => session.AppendExecutionProvider_CUDA(0))
            .UseMert("towers/MERT-v1-95M", options => options.Session.Configure = session => session.AppendExecutionProvider_CUDA(0));
    }

    public static void UseThreads(IServiceCollection services, string folder)
    {
        services.AddMmva()
            .UseCaptionEncoder(_ => MiniLmEncoder.Load(folder, new() { Precision = Precision.Fast, Session = new() { IntraOpThreads = 2 } }));
    }

    public static async Task LoadAsync(IServiceProvider services)
    {
        await services.GetRequiredService<IEmotionPredictor>().LoadAsync();
    }

    public static async Task DescribeAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var diagnostics = await MmvaDiagnostics.DescribeAsync(services, cancellationToken: cancellationToken);
        Console.WriteLine(diagnostics);                                        // one line each; HasProblems: something asked for does not work
    }

    public static async Task<ReadOnlyMemory<float>> UseAsGeneratorAsync(IModalityEncoder<string> encoder, CancellationToken cancellationToken)
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = encoder.AsIEmbeddingGenerator();
        ReadOnlyMemory<float> vector = await generator.GenerateVectorAsync("a storm over the sea", cancellationToken: cancellationToken);
        return vector;
    }

    public static async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IModalityEncoder<RgbImage> imageEncoder, IImageDecoder imageDecoder, IEmotionPredictor predictor, MediaDecoder mediaDecoder, byte[] bytes,
        CancellationToken cancellationToken)
    {
        var features = imageEncoder.AsIEmbeddingGenerator(imageDecoder);                            // what the encoder sees, for images only
        var points = predictor.AsIEmbeddingGenerator(mediaDecoder);                                 // valence and arousal, for all modalities
        var photo = new DataContent(bytes, "image/jpeg") { Name = "beach.jpg" };
        var vectors = await points.GenerateAsync([photo, new DataContent("data:,a%20quiet%20morning")], cancellationToken: cancellationToken);
        return features is null ? [] : vectors;
    }

    public static void AddGenerator(IServiceCollection services)
    {
        // IEmbeddingGenerator<DataContent, Embedding<float>> and EmotionEnricher
        services.AddMmva().UseCompact().AddEmbeddingGenerator().AddEmotionEnricher();
    }

    public static async Task EnrichAsync(
        IEmotionPredictor predictor, IAsyncEnumerable<(string Text, IDictionary<string, object?> Metadata)> chunks,
        CancellationToken cancellationToken)
    {
        var enricher = new EmotionEnricher(predictor, new() { Mood = point => point.Valence < 0.3 ? "sad" : null });
        await foreach (var chunk in enricher.EnrichAsync(chunks, one => one.Text, one => one.Metadata, cancellationToken: cancellationToken))
            Console.WriteLine($"{chunk.Metadata[EmotionEnricher.ValenceKey]:F2}\t{chunk.Text}");
    }

    public static void UseGenerator(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseCaptionEncoder(provider => provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()
                .AsModalityEncoder(new() { License = "that of the service" }));
    }

    public static async Task<FeatureSet> EncodeOnceAsync(
        IModalityEncoder<RgbImage> encoder, IImageDecoder imageDecoder, string folder, string cacheFolder, IProgress<EncodingProgress> progress,
        CancellationToken cancellationToken)
    {
        var cache = new FeatureCache(new() { Folder = cacheFolder });
        var inputs = MediaFiles.Find(folder, MediaKind.Image).Select(path => FeatureInput.Image(path, imageDecoder)).ToList();
        var features = await cache.EncodeAsync(encoder, inputs, progress, cancellationToken);       // a FeatureSet; dispose of it in the end
        foreach (var failure in features.Failures) Console.Error.WriteLine(failure.Error.Message);
        return features;
    }

    public static async Task<Dictionary<string, float[]>> ReadAheadAsync(
        IModalityEncoder<RgbImage> encoder, IImageDecoder imageDecoder, string folder, int side, CancellationToken cancellationToken)
    {
        var features = new Dictionary<string, float[]>();
        var images = MediaPipeline.ReadAheadAsync(
            MediaFiles.Find(folder, MediaKind.Image),
            async (path, token) => ImageResizing.ShortestSideCrop(await imageDecoder.DecodeAsync(path, token), side),
            ahead: 64, cancellationToken);
        await foreach (var image in images)
        {
            if (image.Value is { } pixels) features[image.Input] = (await encoder.EncodeAsync([pixels], cancellationToken))[0].ToArray();
            else Console.Error.WriteLine(image.Error!.Message);
        }
        return features;
    }
}

public sealed class ColorEncoder : IModalityEncoder<RgbImage>
{
    public EncoderMetadata Metadata { get; } = new(
        "mean-color", Layers: 1, Width: 3, License: "MIT", Source: "https://example.org/mean-color", Fingerprint: "mean-color-1");

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default)
    {
        var values = new float[inputs.Count * 3];
        for (var i = 0; i < inputs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pixels = inputs[i].Pixels.Span;
            for (var p = 0; p < pixels.Length; p++) values[i * 3 + p % 3] += pixels[p] / 255f / (pixels.Length / 3);
        }
        return Task.FromResult(new FeatureBatch(inputs.Count, 1, 3, values));
    }
}
