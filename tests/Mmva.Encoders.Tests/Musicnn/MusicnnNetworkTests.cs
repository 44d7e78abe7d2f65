using Mmva.Numerics;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Musicnn;

public sealed class MusicnnNetworkTests : IDisposable
{
    private const int WindowFloats = 187 * 96;
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Features_are_those_of_the_graph_at_every_vector_width()
    {
        using var a = RandomModel(1);
        using var b = RandomModel(2);
        var windows = Windows(2);
        var expected = new float[2 * 400];
        using (var session = new TowerSession(MusicnnGraph.Build([("a", a), ("b", b)])))
            session.Run("log_mel", windows, [2, 187, 96], "features", expected, [2, 400]);

        foreach (var level in Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best && level >= SimdLevel.Vector128))
        {
            using var network = new MusicnnNetwork([new(a), new(b)], 2, level);
            var features = new float[expected.Length];
            network.Run(windows, features);
            Largest(features, expected).Should().BeLessThan(5e-5f * expected.Max(MathF.Abs), level.ToString());
        }
    }

    [Fact]
    public void Bits_do_not_depend_on_threads_or_on_the_other_windows()
    {
        using var weights = RandomModel(3);
        var windows = Windows(MusicnnNetwork.MaxWindows);
        float[]? expected = null;
        foreach (var threads in new[] { 1, 3 })
        {
            using var network = new MusicnnNetwork([new(weights)], threads, SimdLevels.Best);
            var together = new float[MusicnnNetwork.MaxWindows * 200];
            network.Run(windows, together);
            expected ??= together;
            together.Should().Equal(expected);
            var alone = new float[200];
            network.Run(windows.AsMemory(4 * WindowFloats, WindowFloats), alone);
            alone.Should().Equal(expected[800..1000]);
        }
    }

    [Fact]
    public void A_disposed_network_says_so()
    {
        using var weights = RandomModel(4);
        var network = new MusicnnNetwork([new(weights)], 2, SimdLevels.Best);
        network.Dispose();
        network.Dispose();
        network.Invoking(n => n.Run(Windows(1), new float[200])).Should().Throw<ObjectDisposedException>();
    }

    private static float[] Windows(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count * WindowFloats).Select(_ => random.NextSingle() * 4)];
    }

    private ModelWeights RandomModel(int seed)
    {
        var random = new Random(seed);
        var tensors = new List<Tensor>();
        Norm("input_bn", 1);
        foreach (var (path, channels, time, bands) in new[]
            { ("timbral_74", 204, 7, 38), ("timbral_77", 204, 7, 67), ("temporal_128", 51, 128, 1), ("temporal_64", 51, 64, 1),
                ("temporal_32", 51, 32, 1), ("mid_1", 64, 7, 561), ("mid_2", 64, 7, 64), ("mid_3", 64, 7, 64) })
        {
            Add(path + ".conv.weight", 1 / Math.Sqrt(time * bands), channels, 1, time, bands);
            Add(path + ".conv.bias", 0.3, channels);
            Norm(path + ".bn", channels);
        }
        Norm("pool_bn", 1506);
        Add("penultimate.weight", 1 / Math.Sqrt(1506), 200, 1506);
        Add("penultimate.bias", 0.3, 200);
        Norm("penultimate_bn", 200);
        var file = Path.Combine(_folder, $"{seed}.safetensors");
        SafetensorsWriter.Write(file, tensors);
        return ModelWeights.Open(file);

        // gains of either sign: the limit is then above or below
        void Norm(string name, int size)
        {
            Add(name + ".weight", 1, size);
            Add(name + ".bias", 0.5, size);
            Add(name + ".running_mean", 0.5, size);
            tensors.Add(Tensor.FromFloats(name + ".running_var", Values(0.5, size, 1), size));
        }

        void Add(string name, double scale, params int[] shape) =>
            tensors.Add(Tensor.FromFloats(name, Values(scale, shape.Aggregate((x, y) => x * y), 0), shape));

        float[] Values(double scale, int count, double center) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)(center + scale * (2 * random.NextDouble() - 1)))];
    }

    private static float Largest(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        a.Length.Should().Be(b.Length);
        var largest = 0f;
        for (var i = 0; i < a.Length; i++) largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}
