using Mmva.Data;
using Mmva.Tasks.Evaluation;
using Mmva.TestSupport;
using Mmva.Training;

namespace Mmva.Tasks.Tests.Retrieval.Evaluation;

public sealed class RetrievalEvaluationTests
{
    [Fact]
    public void Metrics_are_those_computed_by_hand()
    {
        var metrics = RetrievalMetrics.FromRanks([3, 1, 12, 10, 5, 700]);

        metrics.Should().BeEquivalentTo(new RetrievalMetrics(6, 1 / 6.0, 3 / 6.0, 4 / 6.0, (1 / 3.0 + 1 + 0 + 1 / 10.0 + 1 / 5.0 + 0) / 6, 7.5));
        RetrievalMetrics.FromRanks([4, 2, 9]).MedianRank.Should().Be(4);
    }

    [Fact]
    public void An_item_ranks_after_all_that_are_nearer()
    {
        ValenceArousal[] items = [new(0, 0), new(0.1f, 0), new(0.3f, 0)];

        RetrievalEvaluation.Ranks([new(0, 0), new(0.31f, 0), new(0, 0)], items).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Ties_count_against_the_item()
    {
        var same = Enumerable.Repeat(new ValenceArousal(0.5f, 0.5f), 40).ToArray();

        RetrievalEvaluation.Ranks(same, same).Should().OnlyContain(rank => rank == 40);
        RetrievalEvaluation.Evaluate(same, same).Should().BeEquivalentTo(new RetrievalMetrics(40, 0, 0, 0, 0, 40));
    }

    [Fact]
    public void Chance_is_the_expected_result_of_random_rankings()
    {
        var chance = RetrievalMetrics.Chance(1000);

        chance.Should().BeEquivalentTo(new { RecallAt1 = 0.001, RecallAt5 = 0.005, RecallAt10 = 0.01, MedianRank = 500.5 });
        chance.ReciprocalRankAt10.Should().BeApproximately(0.002929, 1e-6);
        RetrievalMetrics.Chance(3).Should().BeEquivalentTo(new RetrievalMetrics(3, 1 / 3.0, 1, 1, (1 + 1 / 2.0 + 1 / 3.0) / 3, 2));

        var random = new RandomSource(9);
        var simulated = RetrievalEvaluation.Evaluate(Gaussian(2000, random), Gaussian(2000, random));
        simulated.RecallAt10.Should().BeApproximately(0.005, 0.005);
        simulated.MedianRank.Should().BeApproximately(1000, 200);
    }

    [SkippableFact]
    public void With_the_papers_music_error_one_text_in_six_finds_its_clip_first()
    {
        // labels as IMEMNet-C has them: means of ten seconds, each axis stretched to [0, 1]
        var clips = Datasets.DeamOverTime(GoldenFiles.Data("deam"))
            .SelectMany(song => Enumerable.Range(0, (song.Emotions.Count - 20) / 4 + 1).Select(clip => song.Emotions.Skip(4 * clip).Take(20)))
            .Select(seconds => new ValenceArousal(
                (float)((2 * seconds.Average(e => e.Valence) - 1 + 0.832) / 1.548),
                    (float)((2 * seconds.Average(e => e.Arousal) - 1 + 0.772352) / 1.670353))).ToArray();
        new RandomSource(1).Shuffle<ValenceArousal>(clips);

        var ceiling = EmotionOnlyBound.Estimate(clips[..1000], new(0.0003, 0.0002), repeats: 5);

        ceiling.RecallAt1.Should().BeApproximately(0.18, 0.02);
        ceiling.RecallAt5.Should().BeApproximately(0.58, 0.03);
        ceiling.RecallAt10.Should().BeApproximately(0.79, 0.03);
        ceiling.ReciprocalRankAt10.Should().BeApproximately(0.35, 0.02);
    }

    [Fact]
    public void The_bound_without_error_is_perfect_and_a_seed_is_reproducible()
    {
        var points = Gaussian(300, new(2));

        EmotionOnlyBound.Estimate(points, default, repeats: 1).Should().BeEquivalentTo(new RetrievalMetrics(300, 1, 1, 1, 1, 1));
        EmotionOnlyBound.Estimate(points, new(0.001, 0.001), seed: 5).Should().Be(EmotionOnlyBound.Estimate(points, new(0.001, 0.001), seed: 5));
    }

    [Fact]
    public void Invalid_points_are_refused()
    {
        var lengths = () => RetrievalEvaluation.Evaluate([new(0, 0)], []);
        var nothing = () => RetrievalMetrics.FromRanks([]);
        var negative = () => EmotionOnlyBound.Estimate([new(0, 0)], new(-1, 0));
        var infinite = () => RetrievalEvaluation.Evaluate([new(float.NaN, 0)], [new(0, 0)]);

        lengths.Should().Throw<ArgumentException>().WithMessage("*1 queries and 0 items*");
        nothing.Should().Throw<ArgumentException>();
        negative.Should().Throw<ArgumentException>();
        infinite.Should().Throw<ArgumentException>();
    }

    private static ValenceArousal[] Gaussian(int count, RandomSource random) =>
        [.. Enumerable.Range(0, count).Select(_ => new ValenceArousal(0.5f + 0.157f * Normal(random), 0.5f + 0.177f * Normal(random)))];

    private static float Normal(RandomSource random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
