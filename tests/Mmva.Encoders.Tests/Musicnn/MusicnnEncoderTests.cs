using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Musicnn;

public sealed class MusicnnEncoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [SkippableFact]
    public void Every_stage_of_both_models_is_the_reference_one()
    {
        using var msd = ModelWeights.Open(GoldenFiles.Data("pretrained", "musicnn", "msd.safetensors"));
        using var mtt = ModelWeights.Open(GoldenFiles.Data("pretrained", "musicnn", "mtt.safetensors"));
        using var golden = GoldenFiles.Tensors("musicnn");
        using var session = new TowerSession(MusicnnGraph.Build([("msd", msd), ("mtt", mtt)], everyStage: true));
        var stages = golden.Tensors.Values.Where(
            t => t.Name.StartsWith("msd.", StringComparison.Ordinal) || t.Name.StartsWith("mtt.", StringComparison.Ordinal)).ToArray();
        stages.Should().HaveCount(20);
        foreach (var stage in stages)
        {
            var (result, expected) = (new float[stage.Count], stage.ToFloats());
            session.Run("log_mel", golden["log_mel"].ToFloats(), [2, 187, 96], stage.Name, result, [.. stage.Shape.Select(s => (long)s)]);
            Largest(result, expected).Should().BeLessThan(2e-4f * expected.Max(MathF.Abs), stage.Name);
        }
    }

    [SkippableFact]
    public async Task Features_are_the_mean_of_the_penultimate_layers()
    {
        using var encoder = Load();
        using var golden = GoldenFiles.Tensors("musicnn");

        var features = await encoder.EncodeAsync([new Waveform(golden["waveform"].ToFloats(), 16_000)]);

        float[][] layers = [golden["msd.penultimate"].ToFloats(), golden["mtt.penultimate"].ToFloats()];
        var expected = layers.SelectMany(layer => Enumerable.Range(0, 200).Select(i => (layer[i] + layer[200 + i]) / 2)).ToArray();
        Largest(features.Values.Span, expected).Should().BeLessThan(2e-4f * expected.Max(MathF.Abs));
    }

    [SkippableFact]
    public async Task A_batch_of_any_lengths_gives_what_single_pieces_give()
    {
        using var encoder = Load();
        Waveform[] pieces = [Sound(1, 16_000, 1), Sound(2, 22_050, 150_000), Sound(3, 16_000, 200), Sound(4, 44_100, 9_000),
            Sound(5, 16_000, 320_000), new(new float[5_000], 8_000)];

        var batch = await encoder.EncodeAsync(pieces);

        batch.Count.Should().Be(pieces.Length);
        for (var i = 0; i < pieces.Length; i++)
        {
            var alone = await encoder.EncodeAsync([pieces[i]]);
            Largest(batch[i].Span, alone.Values.Span).Should().BeLessThan(1e-5f);
            alone.Values.ToArray().Should().OnlyContain(v => float.IsFinite(v));
        }
        (await encoder.EncodeAsync([])).Count.Should().Be(0);
    }

    [SkippableFact]
    public async Task Samples_that_are_no_sound_are_refused()
    {
        using var encoder = Load();
        foreach (var sample in new[] { float.NaN, float.PositiveInfinity, 1e30f })
        {
            var samples = new float[16_000];
            samples[300] = sample;
            await encoder.Awaiting(e => e.EncodeAsync([Sound(1, 16_000, 100), new Waveform(samples, 16_000)]))
                .Should().ThrowAsync<MediaException>().WithMessage("waveform 1*");
        }
    }

    [SkippableFact]
    public async Task Cancellation_ends_a_batch()
    {
        using var encoder = Load();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        await encoder.Awaiting(e => e.EncodeAsync([Sound(1, 16_000, 100)], canceled.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [SkippableFact]
    public async Task The_saved_graph_gives_the_same_features()
    {
        using var encoder = Load();
        using var golden = GoldenFiles.Tensors("musicnn");
        var path = Path.Combine(_folder, "tower.onnx");
        encoder.SaveOnnx(path);

        using var session = new TowerSession(path);
        var saved = new float[2 * 400];
        session.Run("log_mel", golden["log_mel"].ToFloats(), [2, 187, 96], "features", saved, [2, 400]);

        var own = await encoder.EncodeAsync([new Waveform(golden["waveform"].ToFloats(), 16_000)]);
        Largest([.. Enumerable.Range(0, 400).Select(i => (saved[i] + saved[400 + i]) / 2)], own.Values.Span).Should().BeLessThan(1e-4f);
    }

    [Fact]
    public void Missing_weights_are_named()
    {
        ((Action)(() => MusicnnEncoder.Load(_folder))).Should().Throw<WeightFileException>().WithMessage("*msd.safetensors*");
        SafetensorsWriter.Write(Path.Combine(_folder, "msd.safetensors"), [Tensor.FromFloats("other", [1], 1)]);
        SafetensorsWriter.Write(Path.Combine(_folder, "mtt.safetensors"), [Tensor.FromFloats("other", [1], 1)]);
        ((Action)(() => MusicnnEncoder.Load(_folder)))
            .Should().Throw<WeightFileException>().WithMessage("*msd.safetensors*missing*timbral_74.conv.weight*other*");
    }

    private static MusicnnEncoder Load() => MusicnnEncoder.Load(GoldenFiles.Data("pretrained", "musicnn"));

    private static Waveform Sound(int seed, int rate, int samples)
    {
        var random = new Random(seed);
        return new(Enumerable.Range(0, samples).Select(i => 0.3f * MathF.Sin(i * 0.05f * seed) + 0.1f * random.NextSingle()).ToArray(), rate);
    }

    private static float Largest(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        a.Length.Should().Be(b.Length);
        var largest = 0f;
        for (var i = 0; i < a.Length; i++) largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}
