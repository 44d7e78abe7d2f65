using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders.Graphs;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.Encoders.Tests.Text.Roberta;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests;

/// <summary>A saved chain gives the points of the predictor that wrote it, in any ONNX program.</summary>
public sealed class SaveOnnxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;
    private readonly Random _random = new(3);

    private string Saved => Path.Combine(_folder, "saved.onnx");

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData(Precision.Exact)]
    [InlineData(Precision.Fast)]
    public async Task Clip(Precision precision)
    {
        using var encoder = ClipEncoder.Load(GoldenFiles.Fixture("clip-tiny"), new() { Precision = precision });
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Image), encoder, null, null);
        predictor.SaveOnnx(Modality.Image, Saved);
        await ImagesAgree(predictor, precision == Precision.Exact ? 1e-5 : 1e-3);
    }

    [Theory]
    [InlineData(Precision.Exact)]
    [InlineData(Precision.Fast)]
    public async Task Mert(Precision precision)
    {
        using var encoder = MertEncoder.Load(GoldenFiles.Fixture("mert-tiny"), new() { Precision = precision, WindowSeconds = 1 });
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Music), null, encoder, null);
        predictor.SaveOnnx(Modality.Music, Saved);
        await MusicAgrees(predictor, 24_000, precision == Precision.Exact ? 1e-5 : 1e-3, 400, 24_000, 24_001, 60_003);
    }

    [Theory]
    [InlineData(Precision.Exact)]
    [InlineData(Precision.Fast)]
    public async Task Roberta(Precision precision)
    {
        TinyVocabulary.Write(_folder);
        foreach (var file in new[] { "config.json", "model.safetensors" })
            File.Copy(GoldenFiles.Fixture("roberta-tiny", file), Path.Combine(_folder, file));
        using var encoder = RobertaEncoder.Load(_folder, new() { Precision = precision });
        var tokenizer = RobertaTokenizer.FromFolder(_folder);
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Caption), null, null, encoder);
        predictor.SaveOnnx(Modality.Caption, Saved);
        await CaptionsAgree(predictor, text => tokenizer.Tokenize(text, 20), precision == Precision.Exact ? 1e-5 : 1e-3);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(21)]
    public async Task An_image_file_of_old_and_new_operator_sets(int operatorSet)
    {
        using var encoder = OnnxImageEncoder.Load(Maxima(operatorSet), new() { Mean = (0.1f, 0.2f, 0.3f) });
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Image), encoder, null, null);
        predictor.SaveOnnx(Modality.Image, Saved);
        await ImagesAgree(predictor, 1e-5);
        Parsed().OpsetImport.Single().Version.Should().Be(Math.Max(17, operatorSet));
    }

    [Fact]
    public async Task An_image_file_with_layers_and_one_with_positions()
    {
        foreach (var positions in new[] { new Dimension(3, null), "positions" })
        {
            using var encoder = OnnxImageEncoder.Load(Write(graph =>
            {
                var x = graph.Input("x", TensorType.Float32, Dimension.Batch, 3, 16, 16);
                graph.Output("y", graph.ReduceMean(x, [3]), TensorType.Float32, Dimension.Batch, positions, 16);
            }));
            var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Image), encoder, null, null);
            predictor.SaveOnnx(Modality.Image, Saved);
            await ImagesAgree(predictor, 1e-5);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_music_file_with_windows_of_free_and_of_fixed_length(bool isFixed, bool normalize)
    {
        var time = isFixed ? new Dimension(100, null) : "time";
        using var encoder = OnnxMusicEncoder.Load(Write(graph =>
        {
            var x = graph.Input("x", TensorType.Float32, isFixed ? 1 : Dimension.Batch, time);
            var first = graph.Slice(x, 1, 0, 1);
            graph.Output(
                "y", graph.Concat(1, first, graph.ReduceMax(x, [1], keepAxes: true)), TensorType.Float32, isFixed ? 1 : Dimension.Batch, 2);
        }), new() { SampleRate = 1_000, WindowSeconds = 0.1, Normalize = normalize });
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Music), null, encoder, null);
        predictor.SaveOnnx(Modality.Music, Saved);
        await MusicAgrees(predictor, 1_000, 1e-5, 1, 33, 100, 101, 250, 999);
    }

    [Fact]
    public async Task A_caption_file_with_a_mask_and_types_whose_positions_are_averaged()
    {
        static TokenizedText Tokenize(string text) => new([.. text.Select(c => c % 7)], text.Length);
        using var encoder = OnnxCaptionEncoder.Load(Write(graph =>
        {
            GraphValue Tokens(string name) => graph.Input(name, TensorType.Int64, Dimension.Batch, Dimension.Sequence);
            var sum = graph.Add(graph.Add(Tokens("input_ids"), Tokens("attention_mask")), Tokens("token_type_ids"));
            var table = graph.Weight("table", [.. Enumerable.Range(0, 16).Select(i => i / 16f)], 8, 2);
            graph.Output("y", graph.Gather(table, sum), TensorType.Float32, Dimension.Batch, Dimension.Sequence, 2);
        }), new() { Tokenize = Tokenize });
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Caption), null, null, encoder);
        predictor.SaveOnnx(Modality.Caption, Saved);
        await CaptionsAgree(predictor, Tokenize, 1e-5);
    }

    [Fact]
    public async Task A_file_with_a_loop_and_weights_in_another_file()
    {
        var path = Write(graph =>
        {
            var x = graph.Input("x", TensorType.Float32, Dimension.Batch, 3, 4, 4);
            var means = new Term(graph, graph.ReduceMean(x, [2, 3]), TensorType.Float32);
            var gain = new Term(graph, graph.Weight("gain", [1f, 2, 3], 3), TensorType.Float32);
            var sums = graph.Loop("steps", new(graph, graph.Integers(3), TensorType.Int64), step => means * gain + step.As(TensorType.Float32));
            graph.Output("y", sums.Sum(0).Value, TensorType.Float32, Dimension.Batch, 3);
        });
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        var stored = model.Graph.Initializer.Single(weight => weight.Name == "gain");
        File.WriteAllBytes(Path.Combine(_folder, "weights.bin"), [.. new byte[8], .. stored.RawData]);
        (stored.RawData, stored.DataLocation) = (Google.Protobuf.ByteString.Empty, TensorProto.Types.DataLocation.External);
        foreach (var (key, value) in new[] { ("location", "weights.bin"), ("offset", "8"), ("length", "12") })
            stored.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(model));

        using var encoder = OnnxImageEncoder.Load(path);
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Image), encoder, null, null);
        predictor.SaveOnnx(Modality.Image, Saved);
        await ImagesAgree(predictor, 1e-5);
        File.Delete(Path.Combine(_folder, "weights.bin"));
        predictor.Invoking(p => p.SaveOnnx(Modality.Image, Saved)).Should().Throw<MmvaException>().WithMessage("*weights.bin*cannot be read*");
    }

    [Fact]
    public void Files_that_cannot_be_a_part_are_refused_with_the_way_out()
    {
        Refusal(Edited(model => model.OpsetImport[0].Version = 12)).Should().Contain("its operator set is 12; 13 or newer is needed");
        Refusal(Edited(model =>
        {
            model.Graph.Node.Add(new NodeProto { OpType = "Gelu", Domain = "com.microsoft", Input = { "x" }, Output = { "unused" } });
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        })).Should().Contain("operators outside the ONNX standard (com.microsoft.Gelu)");
    }

    [Fact]
    public void Encoders_and_predictors_that_cannot_be_saved_are_named()
    {
        var encoder = new Custom();
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Image), encoder, null, null);
        predictor.Invoking(p => p.SaveOnnx(Modality.Image, Saved)).Should().Throw<MmvaException>()
            .WithMessage("The encoder 'mean-red' (Custom) cannot be written as an ONNX graph*.onnx file and use OnnxImageEncoder*");
        predictor.Invoking(p => p.SaveOnnx(Modality.Music, Saved)).Should().Throw<MmvaException>().WithMessage("No music encoder is registered*");
        predictor.Invoking(p => p.SaveOnnx((Modality)7, Saved)).Should().Throw<ArgumentOutOfRangeException>();
        predictor.Invoking(p => p.SaveOnnx(Modality.Image, "")).Should().Throw<ArgumentException>();
        new Wrapped(predictor).Invoking(p => p.SaveOnnx(Modality.Image, Saved)).Should().Throw<ArgumentException>().WithMessage("*Wrapped*");
        Directory.GetFiles(_folder).Should().BeEmpty();
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_nothing()
    {
        using var encoder = OnnxImageEncoder.Load(Maxima(17));
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Image), encoder, null, null);
        var missing = Path.Combine(_folder, "absent", "saved.onnx");
        predictor.Invoking(p => p.SaveOnnx(Modality.Image, missing)).Should().Throw<MmvaException>().WithMessage($"{missing}: cannot be written: *");
        Directory.CreateDirectory(Saved);
        predictor.Invoking(p => p.SaveOnnx(Modality.Image, Saved)).Should().Throw<MmvaException>().WithMessage($"{Saved}: cannot be written: *");
        Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Should().BeEquivalentTo(["model.onnx", "saved.onnx"]);
    }

    [Fact]
    public async Task A_model_without_a_neck_and_one_with_float16_weights()
    {
        using var encoder = OnnxImageEncoder.Load(Maxima(17));
        var options = Options(encoder.Metadata, Modality.Image) with { EmbeddingWidth = encoder.Metadata.Width, HiddenWidth = 64 };
        var predictor = new EmotionPredictor(new MmvaModel(options, seed: 4), encoder, null, null);
        predictor.SaveOnnx(Modality.Image, Saved);
        await ImagesAgree(predictor, 1e-5);
        var whole = new FileInfo(Saved).Length;

        predictor.SaveOnnx(Modality.Image, Saved, new() { Float16Weights = true });
        await ImagesAgree(predictor, 1e-3);
        new FileInfo(Saved).Length.Should().BeLessThan(whole * 7 / 10);
        Parsed().Graph.Initializer.Should().Contain(weight => weight.DataType == (int)Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16);
    }

    private async Task ImagesAgree(EmotionPredictor predictor, double limit)
    {
        using var session = Session();
        foreach (var (width, height) in new[] { (16, 16), (40, 30), (30, 41), (1, 1), (1, 200), (3, 2), (500, 20), (321, 322) })
        {
            var pixels = new byte[3 * width * height];
            _random.NextBytes(pixels);
            var expected = (await predictor.PredictAsync([new RgbImage(width, height, pixels)], CancellationToken.None))[0];
            using var image = OrtTensor.Over(pixels.AsMemory(), height, width, 3);
            Agree(session, expected, limit, ("image", image));
        }
    }

    private async Task MusicAgrees(EmotionPredictor predictor, int rate, double limit, params int[] lengths)
    {
        using var session = Session();
        Parsed().MetadataProps.Single(entry => entry.Key == "mmva.sample_rate").Value.Should().Be($"{rate}");
        foreach (var length in lengths)
        {
            float[] samples = [.. Enumerable.Range(0, length).Select(_ => _random.NextSingle() - 0.4f)];
            var expected = (await predictor.PredictAsync([new Waveform(samples, rate)], CancellationToken.None))[0];
            using var waveform = OrtTensor.Over(samples.AsMemory(), length);
            Agree(session, expected, limit, ("waveform", waveform));
        }
    }

    private async Task CaptionsAgree(EmotionPredictor predictor, Func<string, TokenizedText> tokenize, double limit)
    {
        using var session = Session();
        foreach (var text in new[] { "a", "ab ab's abc", "a song of ab" })
        {
            long[] ids = [.. tokenize(text).Ids.Select(id => (long)id)], mask = [.. ids.Select(_ => 1L)];
            var expected = (await predictor.PredictAsync([text], CancellationToken.None))[0];
            using var idsTensor = OrtTensor.Over(ids.AsMemory(), 1, ids.Length);
            using var maskTensor = OrtTensor.Over(mask.AsMemory(), 1, ids.Length);
            Agree(session, expected, limit, ("input_ids", idsTensor), ("attention_mask", maskTensor));
        }
    }

    private static void Agree(InferenceSession session, EmotionPrediction expected, double limit, params (string Name, OrtValue Value)[] inputs)
    {
        using var options = new RunOptions();
        using var results = session.Run(options, inputs.ToDictionary(i => i.Name, i => i.Value), ["valence_arousal", "embedding"]);
        var point = results[0].GetTensorDataAsSpan<float>();
        point.Length.Should().Be(2);
        new ValenceArousal(point[0], point[1]).DistanceTo(expected.Emotion).Should().BeLessThan(limit);
        Errors.OfScale(results[1].GetTensorDataAsSpan<float>(), expected.Embedding.Span).Should().BeLessThan(100 * limit);
    }

    // no options: the provider of the CPU only
    private InferenceSession Session()
    {
        OnlyStandardOperators(Parsed());
        OnnxTelemetry.Configure();
        return new(Saved);
    }

    private static void OnlyStandardOperators(ModelProto model)
    {
        model.OpsetImport.Should().ContainSingle().Which.Domain.Should().BeEmpty();
        Check(model.Graph);

        static void Check(GraphProto graph)
        {
            graph.Node.Should().OnlyContain(node => node.Domain == "");
            graph.Initializer.Where(weight => weight.ExternalData.Count > 0).Should().BeEmpty();
            foreach (var body in graph.Node.SelectMany(node => node.Attribute).Where(a => a.G is not null)) Check(body.G);
        }
    }

    private ModelProto Parsed() => ModelProto.Parser.ParseFrom(File.ReadAllBytes(Saved));

    private static MmvaModel Model(EncoderMetadata encoder, Modality modality) =>
        new(Options(encoder, modality) with { EmbeddingWidth = 24, HiddenWidth = 32 }, seed: 5);

    private static MmvaModelOptions Options(EncoderMetadata encoder, Modality modality)
    {
        var shape = new FeatureShape(encoder.Layers, encoder.Width);
        return modality switch
        {
            Modality.Image => new() { Image = shape },
            Modality.Music => new() { Music = shape },
            _ => new() { Caption = shape },
        };
    }

    private string Maxima(int operatorSet) => Write(graph =>
    {
        var x = graph.Input("x", TensorType.Float32, Dimension.Batch, 3, 16, 16);
        graph.Output("y", graph.Reshape(graph.ReduceMax(x, [2]), 0, 48), TensorType.Float32, Dimension.Batch, 48);
    }, operatorSet);

    private string Write(Action<GraphBuilder> add, int operatorSet = 17)
    {
        var graph = new GraphBuilder("third-party", standardOnly: true, operatorSet);
        add(graph);
        var path = Path.Combine(_folder, "model.onnx");
        graph.Build().Save(path);
        return path;
    }

    private string Edited(Action<ModelProto> edit)
    {
        var path = Maxima(17);
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        edit(model);
        File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(model));
        return path;
    }

    private string Refusal(string path)
    {
        using var encoder = OnnxImageEncoder.Load(path);
        var predictor = new EmotionPredictor(Model(encoder.Metadata, Modality.Image), encoder, null, null);
        var message = predictor.Invoking(p => p.SaveOnnx(Modality.Image, Saved)).Should().Throw<MmvaException>().Which.Message;
        message.Should().StartWith(path);
        return message;
    }

    private sealed class Custom : IModalityEncoder<RgbImage>
    {
        public EncoderMetadata Metadata { get; } = new("mean-red", 1, 1, "MIT", "a test", "1");

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
            Task.FromResult(new FeatureBatch(inputs.Count, 1, 1, new float[inputs.Count]));
    }

    private sealed class Wrapped(IEmotionPredictor predictor) : IEmotionPredictor
    {
        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            predictor.PredictAsync(images, progress, cancellationToken);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            predictor.PredictAsync(music, progress, cancellationToken);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            predictor.PredictAsync(captions, progress, cancellationToken);

        public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => predictor.PredictSimilarity(triples);
    }
}
