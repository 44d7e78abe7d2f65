using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace Mmva.Tasks.Tests.VideoSummaries.Evaluation;

public class SummaryEvaluationTests
{
    private static readonly int[] FourShots = [30, 30, 30, 30];

    [Fact]
    public void Scores_that_follow_a_user_find_the_users_summary()
    {
        var video = new AnnotatedVideo("v", AnnotationKind.Scores, [Held(1, 5, 2, 3)]);

        var agreement = new SummaryEvaluation(video, FourShots, share: 0.5).Compare(Held(0.1f, 0.9f, 0.2f, 0.3f));

        agreement.Should().BeEquivalentTo(new { MeanF = 1.0, MaxF = 1.0 });
        agreement.Kendall.Should().BeApproximately(1, 1e-9);
        agreement.Spearman.Should().BeApproximately(1, 1e-9);
    }

    [Fact]
    public void The_F_score_is_the_mean_and_the_best_over_the_users()
    {
        // budget of two shots: the machine takes the first two; users take 1+2, 2+3, 3+4
        var video = new AnnotatedVideo("v", AnnotationKind.Scores, [Held(5, 5, 1, 1), Held(1, 5, 5, 1), Held(1, 1, 5, 5)]);

        var agreement = new SummaryEvaluation(video, FourShots, share: 0.5).Compare(Held(0.9f, 0.8f, 0.1f, 0));

        agreement.MeanF.Should().BeApproximately((1 + 0.5 + 0) / 3, 1e-12);
        agreement.MaxF.Should().Be(1);
    }

    [Fact]
    public void Summaries_are_used_unchanged_whatever_their_length()
    {
        var video = new AnnotatedVideo("v", AnnotationKind.Summaries, [[.. Enumerable.Range(0, 120).Select(f => f < 45 ? 1f : 0)]]);

        var agreement = new SummaryEvaluation(video, FourShots, share: 0.25).Compare(Held(1, 0, 0, 0));

        agreement.MeanF.Should().BeApproximately(2 * 1 * (30.0 / 45) / (1 + 30.0 / 45), 1e-12);
    }

    [Fact]
    public void A_marked_frame_marks_its_shot()
    {
        var video = new AnnotatedVideo("v", AnnotationKind.Marks, [[.. Enumerable.Range(0, 120).Select(f => f == 70 ? 1f : 0)]]);

        var agreement = new SummaryEvaluation(video, FourShots, share: 0.25).Compare(Held(0, 0, 1, 0));

        agreement.MeanF.Should().Be(1);
        agreement.Kendall.Should().BeApproximately(1, 1e-9);
    }

    [Fact]
    public void Shots_must_cover_the_video()
    {
        var video = new AnnotatedVideo("v", AnnotationKind.Scores, [new float[100]]);
        FluentActions.Invoking(() => new SummaryEvaluation(video, FourShots)).Should().Throw<ArgumentException>()
            .WithMessage("Shots of 120 frames for 100 scores*");
    }

    private static float[] Held(params float[] shots) => [.. shots.SelectMany(x => Enumerable.Repeat(x, 30))];
}
