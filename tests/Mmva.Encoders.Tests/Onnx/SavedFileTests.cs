using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders.Graphs.Onnx;
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
        Errors.OfScale(Run(BertGraph.Features(pooling), (BertGraph.InputIds, ids), (BertGraph.AttentionMask, mask)), tower.Features(texts)).Should().BeLessThan(1e-5);
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
        using (var images = EfficientNetLite0Encoder.Load(GoldenFiles.Repository("src", "Mmva.Compact", "weights", "efficientnet-lite0"))) images.SaveOnnx(Saved);
        OnlyStandardOperators();
        using (var music = MusicnnEncoder.Load(GoldenFiles.Repository("src", "Mmva.Compact", "weights", "musicnn"))) music.SaveOnnx(Saved);
        OnlyStandardOperators();
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
