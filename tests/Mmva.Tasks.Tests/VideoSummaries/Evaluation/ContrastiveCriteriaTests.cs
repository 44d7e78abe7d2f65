using Mmva.Tasks.Evaluation;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.VideoSummaries.Evaluation;

public sealed class ContrastiveCriteriaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Four_frames_on_a_circle_have_the_scores_of_the_formulas()
    {
        // at 0°, 0°, 60° and 90°, of any length; with half of the frames as neighbors, the nearest are the frame itself and
        // 0, 0, the one at 90°, and the one at 60°
        float[] frames = [1, 0, 5, 0, 0.5f, MathF.Sqrt(0.75f), 0, 3];
        double d60 = 2 - 2 * Math.Cos(Math.PI / 3), d30 = 2 - 2 * Math.Cos(Math.PI / 6), d90 = 2;
        double[] local = [0, 0, d30 / 2, d30 / 2];
        double Consistency(params double[] distances) => Math.Log(distances.Average(d => Math.Exp(-2 * d)));
        double[] global =
            [Consistency(0, 0, d60, d90), Consistency(0, 0, d60, d90), Consistency(d60, d60, 0, d30), Consistency(d90, d90, d30, 0)];
        double Scaled(double[] values, int i) => (values[i] - values.Min()) / (values.Max() - values.Min());
        double[] scores = [.. Enumerable.Range(0, 4).Select(i => Math.Exp(Scaled(local, i) * Scaled(global, i) - 1))];

        var found = ContrastiveCriteria.Score(frames, 2, neighbors: 0.5);

        // smoothed by hand, with mirrored ends: … s1 s0 | s0 s1 s2 s3 | s3 s2 …
        double Weight(int offset) => Math.Exp(-offset * offset / 2.0);
        double[] mirrored = [.. scores.Reverse(), .. scores, .. scores.Reverse()];
        for (var t = 0; t < 4; t++)
        {
            var sum = Enumerable.Range(-4, 9).Sum(offset => Weight(offset) * mirrored[4 + t + offset]);
            found[t].Should().BeApproximately((float)(sum / Enumerable.Range(-4, 9).Sum(Weight)), 1e-6f);
        }
    }

    [Fact]
    public void Monotonous_frames_score_less_than_varied_ones_in_the_same_scene()
    {
        // 60 equal frames, then 40 that vary about a common direction
        var random = new Random(5);
        var frames = new float[100 * 8];
        for (var t = 0; t < 100; t++)
        {
            frames[t * 8] = 1;
            if (t >= 60) for (var i = 1; i < 8; i++) frames[t * 8 + i] = 0.5f * random.NextSingle();
        }

        var scores = ContrastiveCriteria.Score(frames, 8);

        scores[70..].Min().Should().BeGreaterThan(scores[..50].Max());
        scores.Should().OnlyContain(score => score >= 0.36f && score <= 1);
        ContrastiveCriteria.Score(frames, 8).Should().Equal(scores);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void Equal_frames_have_equal_scores(int count)
    {
        var scores = ContrastiveCriteria.Score([.. Enumerable.Repeat(new[] { 0.1f, 0.7f, 0.2f }, count).SelectMany(x => x)], 3);

        scores.Should().HaveCount(count).And.OnlyContain(score => Math.Abs(score - 1) < 1e-6f);
        ContrastiveCriteria.Score(new float[3 * count], 3).Should().HaveCount(count).And.NotContain(score => float.IsNaN(score));
    }

    [Fact]
    public void Wrong_arguments_are_explained()
    {
        FluentActions.Invoking(() => ContrastiveCriteria.Score([1, 2, 3], 2)).Should().Throw<ArgumentException>()
            .WithMessage("3 values are not frames of 2 values.*");
        FluentActions.Invoking(() => ContrastiveCriteria.Score([1, 2, float.NaN, 3], 2)).Should().Throw<ArgumentException>()
            .WithMessage("The features of frame 1 are not finite.*");
        FluentActions.Invoking(() => ContrastiveCriteria.Score([1], 1, neighbors: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ContrastiveCriteria.Score(new float[ContrastiveCriteria.MaxFrames + 1], 1)).Should().Throw<ArgumentException>()
            .WithMessage("There are 20001 frames; the most are 20000.*");
    }

    [SkippableFact]
    public async Task A_video_file_is_scored_with_any_image_encoder()
    {
        var video = FfmpegTool.Make(
            _folder.File("film.mp4"), "-f", "lavfi", "-i", "color=red:s=64x48:r=10:d=4[a];testsrc=s=64x48:r=10:d=3[b];[a][b]concat=n=2");

        var scores = await ContrastiveCriteria.ScoreAsync(video, new ColorTower());

        scores.Should().HaveCount(14).And.OnlyContain(score => score > 0 && score <= 1);
        scores.Distinct().Count().Should().BeGreaterThan(1);
    }
}
