using System.Globalization;
using Mmva.Data;
using Mmva.Tasks.Evaluation;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Retrieval.Evaluation;

public sealed class CaptionRetrievalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Captions_rank_the_music_of_all_sampled_pairs()
    {
        CaptionedMusic[] music =
            [Music("a", 0.1f, "0.1 0.1"), Music("b", 0.3f, "0.11 0.1"), Music("c", 0.5f, "0.5 0.5"), Music("d", 0.7f, "0.1 0.1")];

        var result = await CaptionRetrieval.MeasureAsync(new Points(), music);

        // ranks 1, 2, 1 and 4
        (result.Pairs, result.Groups, result.SharedPoints, result.Metrics.Count).Should().Be((4, 4, 0, 4));
        result.Metrics.RecallAt1.Value.Should().Be(0.5);
        result.Metrics.RecallAt5.Should().Be(new MetricEstimate(1, 1, 1));
        result.Metrics.ReciprocalRankAt10.Value.Should().BeApproximately((1 + 0.5 + 1 + 0.25) / 4, 1e-12);
        result.Metrics.MedianRank.Value.Should().Be(1.5);
        result.Metrics.RecallAt1.Low.Should().BeLessThan(0.5);
        result.Metrics.RecallAt1.High.Should().BeGreaterThan(0.5);
        result.Chance.Should().Be(RetrievalMetrics.Chance(4));
        result.Bound.RecallAt1.Should().BeGreaterThan(0.9, "points that lie far apart are found whatever the errors");
        result.Failures.Should().BeEmpty();
    }

    [Fact]
    public void A_group_gives_one_pair_so_that_every_caption_has_one_answer()
    {
        CaptionedMusic[] music =
            [.. Enumerable.Range(0, 60).Select(i => new CaptionedMusic($"{i % 20}.wav", $"caption {i}", i % 20 < 2 ? "two versions" : $"{i % 20}"))];

        var sample = CaptionRetrieval.Sample(music, 15, seed: 4);

        sample.Should().HaveCount(15);
        sample.Select(pair => pair.Group).Should().OnlyHaveUniqueItems();
        CaptionRetrieval.Sample(music, 15, seed: 4).Should().Equal(sample);
        CaptionRetrieval.Sample(music, 15, seed: 5).Should().NotEqual(sample);
        CaptionRetrieval.Sample(music, 1000).Should().HaveCount(19);
        Enumerable.Range(0, 40).Select(seed => CaptionRetrieval.Sample(music, 1000, (ulong)seed).Single(pair => pair.Group == "5").Caption).Distinct()
            .Should().BeEquivalentTo("caption 5", "caption 25", "caption 45");
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_reported_and_the_others_measured()
    {
        var broken = _folder.Write("broken.wav", "RIFF no sound");
        var image = _folder.Write("image.gif", Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"));
        CaptionedMusic[] music = [Music("a", 0.1f, "0.1 0.1"), new(broken, "0 0", "b"), new(image, "0 0", "i"), Music("c", 0.3f, "NaN 0")];

        var result = await CaptionRetrieval.MeasureAsync(new Points(), music);

        result.Metrics.Count.Should().Be(1);
        result.Failures.Should().HaveCount(3);
        result.Failures.Should().Contain(error => error.Message == $"{image}: is not music.")
            .And.Contain(error => error.Message.StartsWith(broken))
            .And.Contain(error => error.Message.Contains("no finite point"));
        await FluentActions.Awaiting(() => CaptionRetrieval.MeasureAsync(new Points(), [music[1]])).Should().ThrowAsync<MediaException>();
        await FluentActions.Awaiting(() => CaptionRetrieval.MeasureAsync(new Points(), [])).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Copies_in_different_groups_are_counted_and_cost_the_first_ranks()
    {
        CaptionedMusic[] music = [Music("a", 0.4f, "0.4 0.4"), Music("copy", 0.4f, "0.4 0.4"), Music("c", 0.9f, "0.9 0.9")];

        var result = await CaptionRetrieval.MeasureAsync(new Points(), music);

        result.SharedPoints.Should().Be(2);
        result.Metrics.RecallAt1.Value.Should().BeApproximately(1 / 3.0, 1e-12);
    }

    [Fact]
    public void Points_that_are_not_finite_are_refused()
    {
        RatedPoint good = new(new(0.5f, 0.5f), new(0.5f, 0.5f)), bad = new(new(float.NaN, 0.5f), new(0.5f, 0.5f));

        FluentActions.Invoking(() => EmotionPrecision.Nearest([good], [bad], 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => EmotionPrecision.Chance([bad], [good])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => RetrievalEstimates.FromRanks([1, 0])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Published_figures_are_shares_and_name_their_sources() => PublishedRetrievalResult.All.Should().HaveCount(11).And.OnlyContain(row =>
        row.RecallAt1 < row.RecallAt5 && row.RecallAt5 < row.RecallAt10 && row.RecallAt10 < 0.5 && row.ReciprocalRankAt10 > row.RecallAt1
        && row.ReciprocalRankAt10 < row.RecallAt10 && row.Source.Contains("arXiv"));

    private CaptionedMusic Music(string name, float point, string caption)
    {
        var wav = WavFile.Encode(new Waveform(Enumerable.Repeat(point, 16_000).ToArray(), 16_000));
        return new(_folder.Write(name + ".wav", wav), caption, name);
    }

    /// <summary>Music lies at its constant sample, a caption where it says.</summary>
    private sealed class Points : IEmotionPredictor
    {
        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            All(images, _ => new(0.5f, 0.5f));

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            All(music, sound => new(MathF.Round(sound.Samples.Span[0], 3), MathF.Round(sound.Samples.Span[0], 3)));

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            All(captions, caption => caption.Split(' ').Select(x => float.Parse(x, CultureInfo.InvariantCulture)).ToArray() is [var v, var a]
                ? new(v, a) : default);

        public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => throw new NotSupportedException();

        private static Task<IReadOnlyList<EmotionPrediction>> All<TInput>(IReadOnlyList<TInput> inputs, Func<TInput, ValenceArousal> predict) =>
            Task.FromResult<IReadOnlyList<EmotionPrediction>>([.. inputs.Select(predict).Select(p => new EmotionPrediction(p, new[] { 0f }, []))]);
    }
}
