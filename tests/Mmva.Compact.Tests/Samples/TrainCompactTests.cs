using Mmva.Data;
using TrainCompact;

namespace Mmva.Compact.Tests.Samples;

/// <summary>What the sample saves, for towers of one layer and of several; made-up features stand for those of towers.</summary>
public sealed class TrainCompactTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"mmva-heads-{Guid.NewGuid():N}.safetensors");

    [Fact]
    public void A_saved_model_takes_the_own_features_of_the_towers()
    {
        var data = new TrainingData(Set("oasis", 40, new(1, 24), 1), Set("musemo", 40, new(3, 16), 2), Set("emobank", 60, new(4, 12), 3),
            Set("negated", 0, new(4, 12), 4), Set("worded", 0, new(4, 12), 5), []);
        var heads = new HeadsTrainer(data, CaptionPairing.Random, seed: 1, epochs: 2).Train(Rows.All(data));

        heads.Save(_file, new Dictionary<string, string>());

        var saved = MmvaModel.Load(_file);
        (saved.Options.Image, saved.Options.Music, saved.Options.Caption)
            .Should().Be((new FeatureShape(1, 24), new FeatureShape(3, 16), new FeatureShape(4, 12)));
        heads.LargestShift(_file, data, Rows.All(data)).Should().BeLessThan(0.005, "only the rounding to float16 moves predictions");
        int[] all = [.. Enumerable.Range(0, data.Music.Count)];
        saved.PredictEmotion(Modality.Music, data.Music.Features).Distinct().Count()
            .Should().Be(all.Length, "heads that say the same of everything would not move either");
    }

    [Fact]
    public void Ridge_regression_reads_the_mean_over_layers()
    {
        var set = FeatureSet.Of(Encoder(new(2, 3)), new(2, 2, 3, new float[] { 1, 2, 3, 5, 6, 7, 0, 0, 0, 2, 4, 6 }),
            [new("a", "", default, "x/1"), new("b", "", default, "x/2")]);

        set.LayerMeans([1, 0]).Values.ToArray().Should().Equal(1, 2, 3, 3, 4, 5);
    }

    public void Dispose() => File.Delete(_file);

    private static FeatureSet Set(string source, int count, FeatureShape shape, int seed)
    {
        var random = new Random(seed);
        var items = Enumerable.Range(0, count).Select(i => new RatedItem($"{i}", "", new(random.NextSingle(), random.NextSingle()), $"{source}/{i}"));
        RatedItem[] all = [.. items];
        var values = Enumerable.Range(0, count * shape.Layers * shape.Width).Select(_ => 3 + random.NextSingle() * 2).ToArray();
        return FeatureSet.Of(Encoder(shape), new(count, shape.Layers, shape.Width, values), all);
    }

    private static EncoderMetadata Encoder(FeatureShape shape) => new("made-up", shape.Layers, shape.Width, "none", "here", "1");
}
