using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests;

/// <summary>Resizing in a graph gives the same bytes as in the library.</summary>
public sealed class GraphImagesTests
{
    public static TheoryData<int, bool> Cases => new()
    {
        { 16, false }, { 16, true }, { 30, false }, { 30, true }, { 100, false }, { 224, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_byte(int side, bool square)
    {
        var graph = new GraphBuilder("resize", standardOnly: true);
        var image = new Term(graph, graph.Input("image", TensorType.UInt8, "height", "width", 3), TensorType.UInt8);
        var resized = square ? GraphImages.SquareCrop(image, side) : GraphImages.ShortestSideCrop(image, side);
        graph.Output("planes", resized.Value, TensorType.Float32, 3, side, side);
        using var session = new TowerSession(graph.Build());
        var random = new Random(side);
        foreach (var (width, height) in new[] { (16, 16), (40, 30), (60, 15), (1, 1), (1, 90), (90, 1), (3, 2), (500, 37), (321, 322), (224, 300) })
        {
            var pixels = new byte[3 * width * height];
            random.NextBytes(pixels);
            var expected = Expected(new(width, height, pixels), side, square).Pixels.ToArray();
            using var input = OrtTensor.Over(pixels.AsMemory(), height, width, 3);
            using var results = session.Run(new Dictionary<string, Microsoft.ML.OnnxRuntime.OrtValue> { ["image"] = input }, ["planes"]);
            var planes = results[0].GetTensorDataAsSpan<float>().ToArray();
            var area = side * side;
            Enumerable.Range(0, 3 * area).Select(i => (byte)planes[i % 3 * area + i / 3]).Should().Equal(expected, $"of {width} × {height}");
        }
    }

    private static RgbImage Expected(RgbImage image, int side, bool square)
    {
        if (!square) return ImageResizing.ShortestSideCrop(image, side);
        var shortest = Math.Min(image.Width, image.Height);
        return ImageResizing.Bicubic(ImageResizing.CenterCrop(image, shortest, shortest), side, side);
    }
}
