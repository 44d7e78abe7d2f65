using System.Runtime.InteropServices;
using Mmva.Encoders.Graphs;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Graphs;

public sealed class WeightScratchTests : IDisposable
{
    private const int In = 192, Out = 128;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-scratch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_session_reads_computed_weights_and_deletes_their_file()
    {
        var (weight, x) = (FormulaValues.Create("weight", Out * In, 1), FormulaValues.Create("x", In, 1));
        var builder = new GraphBuilder("linear", isLarge: true);
        var input = builder.Input("x", TensorType.Float32, Dimension.Batch, In);
        var computed = builder.Computed("weight", TensorType.Float32, [Out, In], MemoryMarshal.AsBytes(weight.AsSpan()));
        builder.Output("y", builder.MatMulTransposed(input, computed), TensorType.Float32, Dimension.Batch, Out);
        var graph = builder.Build();
        graph.Scratch!.IsUsed.Should().Be(!OperatingSystem.IsWindows());
        var file = graph.Scratch.IsUsed ? Directory.GetFiles(graph.Scratch.Folder, "mmva-weights-*") : [];

        using var session = new TowerSession(graph, sources: []);
        file.Where(File.Exists).Should().HaveCountLessThan(Math.Max(file.Length, 1), "the session has been loaded");
        graph.Scratch.IsUsed.Should().BeFalse();
        var y = new float[Out];
        session.Run("x", x, [1, In], "y", y, [1, Out]);
        for (var o = 0; o < Out; o++)
            y[o].Should().BeApproximately(Enumerable.Range(0, In).Sum(i => weight[o * In + i] * x[i]), 1e-3f);
    }

    [Fact]
    public void The_file_of_a_killed_process_is_deleted_and_that_of_a_living_one_is_kept()
    {
        if (OperatingSystem.IsWindows()) return;
        var left = Path.Combine(_folder, "mmva-weights-left");
        File.WriteAllText(left, "");
        using var first = new WeightScratch(_folder);
        first.Store("a", TensorType.UInt8, [WeightScratch.MinBytes], new byte[WeightScratch.MinBytes]).Should().NotBeNull();
        File.Exists(left).Should().BeFalse();
        using (var second = new WeightScratch(_folder))
        {
            second.Store("b", TensorType.UInt8, [WeightScratch.MinBytes], new byte[WeightScratch.MinBytes])!.Folder.Should().Be(_folder);
            Directory.GetFiles(_folder).Should().HaveCount(2);
        }
        Directory.GetFiles(_folder).Should().HaveCount(1);
    }

    [Fact]
    public void Small_weights_and_those_without_room_for_a_file_stay_in_memory()
    {
        using var scratch = new WeightScratch(_folder);
        scratch.Store("small", TensorType.UInt8, [1], [1]).Should().BeNull();
        using var nowhere = new WeightScratch(Path.Combine(_folder, "missing"));
        nowhere.Store("large", TensorType.UInt8, [WeightScratch.MinBytes], new byte[WeightScratch.MinBytes]).Should().BeNull();
        nowhere.IsUsed.Should().BeFalse();
        Directory.GetFiles(_folder).Should().BeEmpty();
    }
}
