using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests;

/// <summary>The saved chains of the compact model give its points, for inputs of any size.</summary>
public sealed class CompactChainTests(CompactChainTests.Chains chains) : IClassFixture<CompactChainTests.Chains>
{
    private const int SampleRate = 16_000;

    public sealed class Chains : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Dictionary<(Modality, bool), InferenceSession> _sessions = [];

        public CompactModel Model { get; } = CompactModel.Load();

        public string PathOf(Modality modality, bool float16 = false)
        {
            var path = Path.Combine(_folder.Path, $"{modality}{(float16 ? 16 : 32)}.onnx");
            if (!File.Exists(path)) Model.Predictor.SaveOnnx(modality, path, new() { Float16Weights = float16 });
            return path;
        }

        public float[] Run(Modality modality, bool float16, string output, params (string Name, OrtValue Value)[] inputs)
        {
            if (!_sessions.TryGetValue((modality, float16), out var session))
            {
                OnnxTelemetry.Configure();
                _sessions[(modality, float16)] = session = new(PathOf(modality, float16));
            }
            using var options = new RunOptions();
            using var results = session.Run(options, inputs.ToDictionary(i => i.Name, i => i.Value), [output]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }

        public void Dispose()
        {
            foreach (var session in _sessions.Values) session.Dispose();
            Model.Dispose();
            _folder.Dispose();
        }
    }

    [Theory]
    [InlineData(224, 224)]
    [InlineData(223, 225)]
    [InlineData(640, 427)]
    [InlineData(427, 640)]
    [InlineData(100, 80)]
    [InlineData(7, 5)]
    [InlineData(1, 1)]
    [InlineData(1, 400)]
    [InlineData(400, 1)]
    [InlineData(3000, 90)]
    [InlineData(4000, 3000)]
    public async Task An_image(int width, int height)
    {
        var image = Picture(width, height);
        var expected = await chains.Model.Predictor.PredictAsync(image);
        ImageError(image, expected, float16: false).Should().BeLessThan(1e-4);
        ImageError(image, expected, float16: true).Should().BeLessThan(2e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(3_000)]
    [InlineData(8_191)]
    [InlineData(8_192)]
    [InlineData(9_600)]
    [InlineData(47_871)]
    [InlineData(47_872)]
    [InlineData(100_003)]
    [InlineData(320_000)]
    public async Task Music(int samples)
    {
        var audio = Chords(samples);
        var expected = await chains.Model.Predictor.PredictAsync(audio);
        MusicError(audio, expected, float16: false).Should().BeLessThan(1e-4);
        MusicError(audio, expected, float16: true).Should().BeLessThan(2e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50_000)]
    public async Task Silence_and_the_noise_floor(int samples)
    {
        foreach (var amplitude in new[] { 0f, 1e-4f })
        {
            var audio = new Waveform(Enumerable.Range(0, samples).Select(i => i % 2 == 0 ? amplitude : -amplitude).ToArray(), SampleRate);
            var expected = await chains.Model.Predictor.PredictAsync(audio);
            MusicError(audio, expected, float16: false).Should().BeLessThan(1e-4);
        }
    }

    [Fact]
    public async Task Captions()
    {
        var tokenizer = BertTokenizer.FromVocabulary(
            GoldenFiles.Repository("src", "Mmva.Compact.Weights.NonCommercial", "weights", "minilm", "vocab.txt"));
        foreach (var text in new[] { "", "sad", "our team has won", "hands up, the drop is coming, everybody dances all night long" })
        {
            var expected = await chains.Model.Predictor.PredictAsync(text);
            long[] ids = [.. tokenizer.Tokenize(text, 256).Ids.Select(id => (long)id)], mask = [.. ids.Select(_ => 1L)];
            using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, [1, ids.Length]);
            using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, [1, ids.Length]);
            var point = chains.Run(
                Modality.Caption, float16: false, "valence_arousal", ("input_ids", idsValue), ("attention_mask", maskValue));
            // the last bit of a float32 product can tip an activation over to the next integer
            Distance(point, expected).Should().BeLessThan(2e-3);
        }
    }

    [Fact]
    public async Task The_embedding_is_that_of_the_neck()
    {
        var audio = Chords(40_000);
        var expected = (await chains.Model.Predictor.PredictAsync([audio], CancellationToken.None))[0].Embedding.ToArray();
        using var value = OrtValue.CreateTensorValueFromMemory(audio.Samples.ToArray(), [audio.Samples.Length]);
        var embedding = chains.Run(Modality.Music, float16: false, "embedding", ("waveform", value));
        embedding.Length.Should().Be(expected.Length);
        embedding.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-3f);
    }

    [Fact]
    public void Only_standard_operators_and_what_the_file_is()
    {
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(chains.PathOf(modality)));
            model.OpsetImport.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Domain = "", Version = 17L });
            Nodes(model.Graph).Should().OnlyContain(node => node.Domain == "");
            var about = model.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
            about["mmva.modality"].Should().Be(modality.ToString().ToLowerInvariant());
            about["mmva.input"].Should().Contain(model.Graph.Input[0].Name);
            about["mmva.output"].Should().Contain("valence_arousal").And.Contain("0 (unpleasant, calm) to 1");
            about["mmva.encoder_license"].Should().NotBeEmpty();
            about["mmva.model_fingerprint"].Should().Be(chains.Model.Model.ComputeFingerprint());
            about.ContainsKey("mmva.sample_rate").Should().Be(modality == Modality.Music);
            model.Graph.Output.Select(output => output.Name).Should().Equal("valence_arousal", "embedding");
        }
    }

    [Fact]
    public void Float16_halves_the_files()
    {
        foreach (var modality in new[] { Modality.Image, Modality.Music })
            new FileInfo(chains.PathOf(modality, float16: true)).Length
                .Should().BeLessThan(new FileInfo(chains.PathOf(modality)).Length * 55 / 100);
    }

    private double ImageError(RgbImage image, ValenceArousal expected, bool float16)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(image.Pixels.ToArray(), [image.Height, image.Width, 3]);
        return Distance(chains.Run(Modality.Image, float16, "valence_arousal", ("image", value)), expected);
    }

    private double MusicError(Waveform audio, ValenceArousal expected, bool float16)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(audio.Samples.ToArray(), [audio.Samples.Length]);
        return Distance(chains.Run(Modality.Music, float16, "valence_arousal", ("waveform", value)), expected);
    }

    private static double Distance(float[] point, ValenceArousal expected) => new ValenceArousal(point[0], point[1]).DistanceTo(expected);

    private static IEnumerable<NodeProto> Nodes(GraphProto graph) => graph.Node.Concat(
        graph.Node.SelectMany(node => node.Attribute).Where(attribute => attribute.G is not null).SelectMany(attribute => Nodes(attribute.G)));

    private static RgbImage Picture(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        var random = new Random(5);
        for (int y = 0, i = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var color = 0; color < 3; color++, i++)
                    pixels[i] = (byte)Math.Clamp(
                        128 + 80 * Math.Sin(x * 9.0 / width + color) * Math.Cos(y * 7.0 / height - color) + random.Next(-40, 41), 0, 255);
        return new(width, height, pixels);
    }

    private static Waveform Chords(int samples)
    {
        double[][] chords = [[261.6, 329.6, 392], [349.2, 440, 523.3], [392, 493.9, 587.3], [220, 261.6, 329.6]];
        return new(Enumerable.Range(0, samples).Select(At).ToArray(), SampleRate);

        float At(int i) =>
            (float)(0.1 * chords[i / 20_000 % 4].Sum(f => Math.Cos(2 * Math.PI * f * i / SampleRate)) * (1 - i % 8_000 / 9_000.0));
    }
}
