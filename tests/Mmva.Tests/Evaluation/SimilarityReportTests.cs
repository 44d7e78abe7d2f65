using Mmva.Evaluation;
using Mmva.Training;

namespace Mmva.Tests.Evaluation;

public class SimilarityReportTests
{
    private static readonly EmotionalSimilarity Similarity = new();

    private readonly ValenceArousal[] _images, _music;

    public SimilarityReportTests()
    {
        var random = new RandomSource(1);
        ValenceArousal Point() => new(random.NextSingle(), random.NextSingle());
        (_images, _music) = ([.. Enumerable.Range(0, 60).Select(_ => Point())], [.. Enumerable.Range(0, 40).Select(_ => Point())]);
    }

    [Fact]
    public void Errors_are_next_to_those_of_trivial_predictors()
    {
        var trivial = new TrivialSimilarity(_images, _music, Similarity);
        var (targets, music) = AllPairs();

        var report = SimilarityReport.Compute(targets, [.. targets.Select(t => t + 0.1)], music, trivial);

        report.Count.Should().Be(_images.Length * _music.Length);
        report.Model.MeanSquaredError.Should().BeApproximately(0.01, 1e-12);
        report.Model.MeanAbsoluteError.Should().BeApproximately(0.1, 1e-12);
        var mean = targets.Average();
        trivial.Mean.Should().BeApproximately(mean, 1e-12, "the training pairs are the test pairs");
        report.Constant.MeanSquaredError.Should().BeApproximately(targets.Average(t => (t - mean) * (t - mean)), 1e-12);
        report.Median.MeanAbsoluteError.Should().BeLessThan(report.Constant.MeanAbsoluteError);
        report.Median.MeanSquaredError.Should().BeGreaterThan(report.Constant.MeanSquaredError);
    }

    [Fact]
    public void The_music_alone_tells_some_of_the_similarity_but_not_all()
    {
        var trivial = new TrivialSimilarity(_images, _music, Similarity);
        var (targets, music) = AllPairs();

        var report = SimilarityReport.Compute(targets, targets, music, trivial);

        report.MusicOnly.MeanSquaredError.Should().BeLessThan(report.Constant.MeanSquaredError).And.BeGreaterThan(0);
        report.MusicOnly.MeanAbsoluteError.Should().BeLessThan(report.Median.MeanAbsoluteError).And.BeGreaterThan(0);
        var (mean, median) = trivial.OfMusic(_music[3]);
        double[] own = [.. _images.Select(image => Similarity.Score(image, _music[3])).Order()];
        mean.Should().BeApproximately(own.Average(), 1e-12);
        median.Should().BeApproximately((own[29] + own[30]) / 2, 1e-12);
    }

    [Fact]
    public void Large_sets_are_sampled_evenly()
    {
        var random = new RandomSource(2);
        ValenceArousal[] Points(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))];

        var large = new TrivialSimilarity(Points(40_000), Points(10_000), Similarity);

        large.Mean.Should().BeApproximately(new TrivialSimilarity(Points(1500), Points(400), Similarity).Mean, 0.02);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var trivial = new TrivialSimilarity(_images, _music, Similarity);

        ((Action)(() => _ = new TrivialSimilarity([], _music, Similarity))).Should().Throw<ArgumentException>().WithMessage("*0 images*");
        ((Action)(() => SimilarityReport.Compute([0.5], [0.5, 0.6], [_music[0]], trivial))).Should().Throw<ArgumentException>();
        ((Action)(() => SimilarityReport.Compute([], [], [], trivial))).Should().Throw<ArgumentException>();
        ((Action)(() => SimilarityReport.Compute([0.5], [double.NaN], [_music[0]], trivial))).Should().Throw<ArgumentException>()
            .WithMessage("*pair 0 is not finite*");
    }

    private (double[] Targets, ValenceArousal[] Music) AllPairs() => (
        [.. _music.SelectMany(m => _images.Select(i => Similarity.Score(i, m)))], [.. _music.SelectMany(m => _images.Select(_ => m))]);
}
