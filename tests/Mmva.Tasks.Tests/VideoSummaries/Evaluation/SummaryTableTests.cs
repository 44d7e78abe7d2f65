using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace Mmva.Tasks.Tests.VideoSummaries.Evaluation;

public class SummaryTableTests
{
    private static readonly AnnotatedVideo[] Videos = [Rated("a", 1), Rated("b", 2), Rated("c", 3)];

    [Fact]
    public async Task Rows_compare_systems_with_what_ignores_the_videos_and_with_people()
    {
        var oracle = new ScoredSystem("oracle", Videos.ToDictionary(video => video.Id, video => video.Users[0]));
        var part = new ScoredSystem("part", new Dictionary<string, float[]> { ["b"] = Videos[1].Users[1] });

        var table = await SummaryTable.MeasureAsync(Videos, video => Shots.Fixed(video.FrameCount), [oracle, part]);

        table.Videos.Should().Be(3);
        table.Rows.Select(row => (row.System, row.Videos)).Should().Equal(
            ("random", 3), ("random, per frame", 3), ("constant", 3), ("human", 3), ("oracle", 3), ("part", 1));
        var rows = table.Rows.ToDictionary(row => row.System);
        var mean = SummaryAgreement.Mean([.. Videos.Select(v => new SummaryEvaluation(v, Shots.Fixed(v.FrameCount)).Compare(v.Users[0]))]);
        rows["oracle"].F.Value.Should().BeApproximately(mean.MeanF, 1e-12);
        rows["oracle"].Kendall.Value.Should().BeApproximately(mean.Kendall, 1e-12);
        rows["oracle"].Spearman.Value.Should().BeApproximately(mean.Spearman, 1e-12);
        rows["oracle"].F.Value.Should().BeGreaterThan(rows["random"].F.Value + 0.2);
        rows["constant"].Kendall.Should().Be(default(MetricEstimate));
        foreach (var row in table.Rows) row.F.Value.Should().BeInRange(row.F.Low, row.F.High);
        rows["part"].F.Low.Should().Be(rows["part"].F.High, "one video does not vary");
    }

    [Fact]
    public async Task Summaries_are_compared_with_the_user_who_fits_best()
    {
        float[] Summary(int from) => [.. Enumerable.Range(0, 600).Select(frame => frame >= from && frame < from + 60 ? 1f : 0)];
        var video = new AnnotatedVideo("a", AnnotationKind.Summaries, [Summary(0), Summary(300)]);

        var table = await SummaryTable.MeasureAsync(
            [video], v => Shots.Fixed(v.FrameCount), [new("finds one", new Dictionary<string, float[]> { ["a"] = Summary(300) })]);

        table.Rows[^1].F.Value.Should().Be(1);
    }

    [Fact]
    public async Task The_table_is_the_same_for_any_order_of_work()
    {
        var first = await SummaryTable.MeasureAsync(Videos, video => Shots.Irregular(video.FrameCount, 90, seed: 1));
        var again = await SummaryTable.MeasureAsync(Videos, video => Shots.Irregular(video.FrameCount, 90, seed: 1));

        again.Rows.Should().Equal(first.Rows);
    }

    [Fact]
    public async Task Scores_that_cannot_be_compared_are_named()
    {
        Task Measure(string id, float[] scores) => SummaryTable.MeasureAsync(
            Videos, video => Shots.Fixed(video.FrameCount), [new("S", new Dictionary<string, float[]> { [id] = scores })]);

        (await FluentActions.Awaiting(() => Measure("b", new float[599])).Should().ThrowAsync<ArgumentException>())
            .WithMessage("S, b: Shots of 600 frames for 599 scores*");
        (await FluentActions.Awaiting(() => Measure("b", [.. Enumerable.Repeat(1f, 599), float.NaN])).Should().ThrowAsync<ArgumentException>())
            .WithMessage("S, b: The score of frame 599 is NaN: scores must be finite.*");
        (await FluentActions.Awaiting(() => Measure("x", new float[600])).Should().ThrowAsync<ArgumentException>())
            .WithMessage("S has scored none of the 3 videos.*");
        (await FluentActions.Awaiting(() => SummaryTable.MeasureAsync([], video => [])).Should().ThrowAsync<ArgumentException>())
            .WithMessage("There are no videos to measure.*");
    }

    [Fact]
    public void Published_figures_name_their_sources()
    {
        foreach (var row in PublishedSummaryResult.TvSum.Concat(PublishedSummaryResult.SumMe))
        {
            row.Source.Should().MatchRegex(@"arXiv \d{4}\.\d{5}|doi 10\.");
            (row.F is null or > 0.3 and < 0.7).Should().BeTrue();
            (row.F ?? row.Kendall).Should().NotBeNull();
        }
        PublishedSummaryResult.TvSum.Select(row => row.System).Should().OnlyHaveUniqueItems();
    }

    // two users who agree, roughly
    private static AnnotatedVideo Rated(string id, int seed)
    {
        var random = new Random(seed);
        float[] importance = [.. Enumerable.Range(0, 10).SelectMany(_ => Enumerable.Repeat(1f + random.Next(4), 60))];
        return new(id, AnnotationKind.Scores, [importance, [.. importance.Select((x, frame) => frame % 100 < 20 ? x + 1 : x)]]);
    }
}
