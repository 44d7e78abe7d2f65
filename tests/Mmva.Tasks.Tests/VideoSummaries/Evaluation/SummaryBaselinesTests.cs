using Mmva.Data;
using Mmva.Tasks.Evaluation;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.VideoSummaries.Evaluation;

public class SummaryBaselinesTests
{
    [SkippableFact]
    public async Task Tvsum_with_shots_of_two_seconds()
    {
        var videos = Datasets.TvSum(GoldenFiles.Data("tvsum"));
        Skip.If(videos.Count != 30, "the figures are those of thirty of the videos");

        var baselines = await SummaryBaselines.MeasureAsync(videos, video => Shots.Fixed(video.FrameCount));

        // all fifty videos give 15.3, 15.4, 15.3 and 25.4
        Math.Round(100 * baselines.Random.MeanF, 1).Should().Be(15.4);
        Math.Round(100 * baselines.RandomPerFrame.MeanF, 1).Should().Be(15.3);
        Math.Round(100 * baselines.Constant.MeanF, 1).Should().Be(15.1);
        Math.Round(100 * baselines.Human.MeanF, 1).Should().Be(25.6);
        baselines.Random.Kendall.Should().BeApproximately(0, 0.002);
        baselines.Constant.Kendall.Should().Be(0);
        baselines.Human.Kendall.Should().BeApproximately(0.185, 0.0005);
        baselines.Human.Spearman.Should().BeApproximately(0.213, 0.0005);
    }

    [SkippableFact]
    public async Task Summe_with_shots_of_two_seconds()
    {
        var videos = Datasets.SumMe(GoldenFiles.Data("summe"));
        videos.Should().OnlyContain(video => video.Kind == AnnotationKind.Marks);
        Skip.If(videos.Count != 16, "the figures are those of sixteen of the videos");

        var baselines = await SummaryBaselines.MeasureAsync(videos, video => Shots.Fixed(video.FrameCount));

        Math.Round(100 * baselines.Random.MaxF, 1).Should().Be(30.9);
        Math.Round(100 * baselines.Human.MaxF, 1).Should().Be(47.4);
        baselines.Human.Kendall.Should().BeGreaterThan(0.1);
    }

    [Fact]
    public void Irregular_shots_make_a_constant_look_good()
    {
        // two annotators who do not agree at all
        var random = new Random(3);
        var video = new AnnotatedVideo("v", AnnotationKind.Scores,
            [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 9000).Select(_ => 1 + random.Next(5)).Select(x => (float)x).ToArray())]);

        var irregular = SummaryBaselines.Measure(new SummaryEvaluation(video, Shots.Irregular(9000, 150, seed: 1)));
        var regular = SummaryBaselines.Measure(new SummaryEvaluation(video, Shots.Fixed(9000)));

        irregular.Constant.MeanF.Should().BeGreaterThan(0.6);
        regular.Constant.MeanF.Should().BeLessThan(0.25);
    }
}
