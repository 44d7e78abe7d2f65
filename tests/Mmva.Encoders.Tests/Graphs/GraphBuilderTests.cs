using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Graphs;

public sealed class GraphBuilderTests
{
    private const int In = 96, Out = 64;

    [Fact]
    public void A_weight_from_memory_gives_the_same_as_the_saved_file()
    {
        var weight = Enumerable.Range(0, In * Out).Select(i => (i % 17 - 8) / 8f).ToArray();
        var graph = Linear(weight);
        graph.Weights.Single(w => w.Name == "weight").Inline.Should().BeFalse("it is large enough to be used where it lies");
        var x = Enumerable.Range(0, 2 * In).Select(i => (i % 5 - 2) / 4f).ToArray();
        var expected = new float[2 * Out];
        for (var r = 0; r < 2; r++)
            for (var o = 0; o < Out; o++)
                expected[r * Out + o] = Math.Max(0, 1 + Enumerable.Range(0, In).Sum(i => x[r * In + i] * weight[i * Out + o]));

        using (var copied = new TowerSession(graph)) Run(copied, x).Should().Equal(expected);
        using (var borrowed = new TowerSession(graph, sources: [])) Run(borrowed, x).Should().Equal(expected);

        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            graph.Save(path);
            using var fromFile = new TowerSession(path);
            Run(fromFile, x).Should().Equal(expected);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Node_names_show_where_a_node_belongs_and_never_clash()
    {
        var builder = new GraphBuilder("names");
        var x = builder.Input("x", TensorType.Float32, Dimension.Batch);
        using (builder.Scope("block.0"))
        using (builder.Scope("branch"))
        {
            builder.Relu(x).Name.Should().Be("block.0/branch/Relu");
            builder.Relu(x).Name.Should().Be("block.0/branch/Relu_2");
        }
        builder.Relu(x).Name.Should().Be("Relu");
    }

    [Fact]
    public void An_output_can_still_be_used()
    {
        var builder = new GraphBuilder("outputs");
        var x = builder.Input("x", TensorType.Float32, Dimension.Batch, 2);
        var twice = builder.Add(x, x);
        builder.Output("twice", twice, TensorType.Float32, Dimension.Batch, 2);
        builder.Output("again", twice, TensorType.Float32, Dimension.Batch, 2);
        builder.Output("four_times", builder.Add(twice, twice), TensorType.Float32, Dimension.Batch, 2);
        using var session = new TowerSession(builder.Build());

        foreach (var (output, expected) in new[] { ("twice", new[] { 2f, 4 }), ("again", [2, 4]), ("four_times", [4, 8]) })
        {
            var result = new float[2];
            session.Run("x", new[] { 1f, 2 }, [1, 2], output, result, [1, 2]);
            result.Should().Equal(expected, output);
        }
    }

    [Fact]
    public void A_convolution_takes_its_weights_along()
    {
        var builder = new GraphBuilder("conv");
        var x = builder.Input("x", TensorType.Float32, Dimension.Batch, 64, 5, 5);
        var weight = Enumerable.Repeat(1f / 64, 64 * 64 * 9).ToArray();
        builder.Output(
            "y",
            builder.Conv(
                x, builder.Weight("weight", weight, 64, 64, 3, 3), builder.Weight("bias", Enumerable.Repeat(0.5f, 64).ToArray(), 64), [1, 1],
                [1, 1, 1, 1]),
            TensorType.Float32, Dimension.Batch, 64, 5, 5);
        using var session = new TowerSession(builder.Build());
        var y = new float[64 * 25];
        session.Run("x", Enumerable.Repeat(1f, 64 * 25).ToArray(), [1, 64, 5, 5], "y", y, [1, 64, 5, 5]);
        y[0].Should().BeApproximately(4.5f, 1e-4f);
        y[12].Should().BeApproximately(9.5f, 1e-4f);
    }

    [Fact]
    public void A_graph_that_cannot_run_says_why()
    {
        var builder = new GraphBuilder("broken");
        var x = builder.Input("x", TensorType.Float32, Dimension.Batch, 3);
        builder.Output("y", builder.Node("NoSuchOperator", [x]), TensorType.Float32, Dimension.Batch, 3);
        var load = () => new TowerSession(builder.Build());
        load.Should().Throw<MmvaException>().WithMessage("*NoSuchOperator*");
    }

    private static Graph Linear(float[] weight)
    {
        var builder = new GraphBuilder("linear");
        var x = builder.Input("x", TensorType.Float32, Dimension.Batch, In);
        var product = builder.MatMul(x, builder.Weight("weight", weight, In, Out));
        builder.Output("y", builder.Relu(builder.Add(product, builder.Scalar(1))), TensorType.Float32, Dimension.Batch, Out);
        return builder.Build();
    }

    private static float[] Run(TowerSession session, float[] x)
    {
        var y = new float[x.Length / In * Out];
        session.Run("x", x, [x.Length / In, In], "y", y, [x.Length / In, Out]);
        return y;
    }
}
