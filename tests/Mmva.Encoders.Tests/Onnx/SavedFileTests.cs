using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.Encoders.Tests.Text.Roberta;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.Onnx;

/// <summary>What <c>SaveOnnx</c> writes is for any ONNX program, not for ONNX Runtime alone, and gives what the tower gives.</summary>
public sealed class SavedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    private string Saved => Path.Combine(_folder, "saved.onnx");

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("bert", Precision.Exact)]
    [InlineData("bert", Precision.Fast)]
    [InlineData("roberta", Precision.Exact)]
    [InlineData("roberta", Precision.Fast)]
    public void Text_towers(string type, Precision precision)
    {
        var pooling = type == "bert" ? TextPooling.TokenMeans : TextPooling.ClassToken;
        using var tower = new BertTower(GoldenFiles.Fixture($"{type}-tiny"), precision, pooling: pooling, modelType: type);
        tower.SaveOnnx(Saved);
        int[][] texts = [[0, 5, 6, 7, 8, 2], [0, 9, 4, 2]];
        var padding = tower.Config.PaddingId ?? 0;
        using var ids = OrtTensor.Over<long>(new long[] { 0, 5, 6, 7, 8, 2, 0, 9, 4, 2, padding, padding }.AsMemory(), 2, 6);
        using var mask = OrtTensor.Over<long>(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0 }.AsMemory(), 2, 6);
        Errors.OfScale(Run(BertGraph.Features(pooling), (BertGraph.InputIds, ids), (BertGraph.AttentionMask, mask)), tower.Features(texts))
            .Should().BeLessThan(1e-5);
    }

    [Theory]
    [InlineData(Precision.Exact)]
    [InlineData(Precision.Fast)]
    public void Clip(Precision precision)
    {
        using var tower = new ClipTower(GoldenFiles.Fixture("clip-tiny"), precision);
        tower.SaveOnnx(Saved);
        var side = tower.Config.ImageSize;
        var pixels = Noise(2 * 3 * side * side);
        var expected = new float[2 * tower.Config.ProjectionWidth];
        tower.Run(pixels, expected);
        using var input = OrtTensor.Over(pixels.AsMemory(), 2, 3, side, side);
        Errors.OfScale(Run(ClipGraph.ImageEmbeddings, (ClipGraph.PixelValues, input)), expected).Should().BeLessThan(1e-5);
    }

    [Theory]
    [InlineData(Precision.Exact)]
    [InlineData(Precision.Fast)]
    public void Mert(Precision precision)
    {
        using var tower = new MertTower(GoldenFiles.Fixture("mert-tiny"), precision);
        tower.SaveOnnx(Saved);
        var samples = Noise(4_000);
        var expected = new float[tower.FeatureSize];
        tower.Run(samples, expected);
        using var input = OrtTensor.Over(samples.AsMemory(), 1, samples.Length);
        Errors.OfScale(Run(MertGraph.TimeMeans, (MertGraph.InputValues, input)), expected).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Compact_towers_of_pictures_and_music()
    {
        using (
            var images = EfficientNetLite0Encoder.Load(
                GoldenFiles.Repository("src", "Mmva.Compact.Weights.NonCommercial", "weights", "efficientnet-lite0"))) images.SaveOnnx(Saved);
        OnlyStandardOperators();
        using (var music = MusicnnEncoder.Load(GoldenFiles.Repository(
            "src", "Mmva.Compact.Weights.NonCommercial", "weights", "musicnn"))) music.SaveOnnx(Saved);
        OnlyStandardOperators();
    }

    [Theory]
    [InlineData(Precision.Exact, 3_000, 1e-5)]
    [InlineData(Precision.Exact, 24_000, 1e-5)]
    [InlineData(Precision.Exact, 60_000, 1e-5)]
    [InlineData(Precision.Exact, 100_003, 1e-5)]
    [InlineData(Precision.Fast, 60_001, 1e-3)] // the last bit of a float32 product can tip an activation over to the next integer
    public async Task A_saved_MERT_has_the_same_features_for_any_length_of_audio(Precision precision, int samples, double limit)
    {
        using var encoder = MertEncoder.Load(GoldenFiles.Fixture("mert-tiny"), new() { Precision = precision, WindowSeconds = 1 });
        encoder.SaveOnnx(Saved);
        using var saved = OnnxMusicEncoder.Load(Saved, new() { SampleRate = 24_000, Normalize = true, WindowSeconds = 1 });
        var waveform = new Waveform(Noise(samples), 24_000);
        var expected = await encoder.EncodeAsync([waveform]);

        var actual = await saved.EncodeAsync([waveform]);

        (actual.Layers, actual.Width).Should().Be((expected.Layers, expected.Width));
        Errors.OfScale(actual.Values.Span, expected.Values.Span).Should().BeLessThan(limit);
    }

    [Fact]
    public void A_missing_folder_is_reported_as_such_by_every_encoder()
    {
        TinyVocabulary.Write(_folder);
        foreach (var file in new[] { "config.json", "model.safetensors" })
            File.Copy(GoldenFiles.Fixture("roberta-tiny", file), Path.Combine(_folder, file));
        string Compact(string tower) => GoldenFiles.Repository("src", "Mmva.Compact.Weights.NonCommercial", "weights", tower);
        Refuses(ClipEncoder.Load(GoldenFiles.Fixture("clip-tiny")), e => e.SaveOnnx);
        Refuses(MertEncoder.Load(GoldenFiles.Fixture("mert-tiny")), e => e.SaveOnnx);
        Refuses(RobertaEncoder.Load(_folder), e => e.SaveOnnx);
        Refuses(MiniLmEncoder.Load(Compact("minilm")), e => e.SaveOnnx);
        Refuses(EfficientNetLite0Encoder.Load(Compact("efficientnet-lite0")), e => e.SaveOnnx);
        Refuses(MusicnnEncoder.Load(Compact("musicnn")), e => e.SaveOnnx);

        void Refuses<TEncoder>(TEncoder encoder, Func<TEncoder, Action<string>> save) where TEncoder : IDisposable
        {
            var path = Path.Combine(_folder, "absent", "saved.onnx");
            using (encoder) save(encoder).Invoking(s => s(path)).Should().Throw<MmvaException>().WithMessage($"{path}: cannot be written: *");
        }
    }

    private float[] Run(string output, params (string Name, OrtValue Value)[] inputs)
    {
        OnlyStandardOperators();
        using var session = new TowerSession(Saved);
        using var results = session.Run(inputs.ToDictionary(i => i.Name, i => i.Value), output);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private void OnlyStandardOperators()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Saved));
        model.OpsetImport.Should().ContainSingle().Which.Domain.Should().BeEmpty();
        model.Graph.Node.Should().OnlyContain(node => node.Domain == "");
        model.Graph.Initializer.Should().OnlyContain(weight => weight.ExternalData.Count == 0);
    }

    private static float[] Noise(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
