using Mmva.Tasks.Evaluation;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.VideoSummaries.Evaluation;

public sealed class VideoScorerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task One_pass_has_the_scores_of_the_summarizer_and_of_the_criteria()
    {
        var video = FfmpegTool.Make(
            _folder.File("film.mp4"), "-f", "lavfi", "-i",
            "color=red:s=64x48:r=10:d=4[a];testsrc=s=64x48:r=10:d=3[b];color=blue:s=64x48:r=10:d=5[c];[a][b][c]concat=n=3",
            "-f", "lavfi", "-i", "sine=d=12");
        var options = new VideoSummaryOptions { ChangePenalty = 0.3, Share = 0.4 };
        var tower = new ColorTower();

        var scores = await new VideoScorer(tower.Predictor, options: options).ScoreAsync(video);

        var images = await new VideoSummarizer(tower.Predictor, options: options).SummarizeAsync(video);
        var music = await new VideoSummarizer(tower.Predictor, options: new() { Arousal = ArousalSource.Music }).SummarizeAsync(video);
        var (expected, shots) = AnnotatedFrames.Of(images, 360);
        scores.ImagesAt(360).Should().Equal(expected);
        scores.ShotLengths(360).Should().Equal(shots).And.HaveCountGreaterThan(2);
        scores.MusicAt(360).Should().Equal(AnnotatedFrames.Of(music, 360).Scores);
        scores.Contrastive.Should().Equal(await ContrastiveCriteria.ScoreAsync(video, tower));
        scores.ContrastiveAt(24).Should().Equal(scores.Contrastive);
        scores.Notices.Should().BeEmpty();
    }

    [SkippableFact]
    public async Task Audio_that_is_missing_is_a_notice()
    {
        var scores = await new VideoScorer(new ColorTower().Predictor)
            .ScoreAsync(FfmpegTool.Make(_folder.File("mute.mp4"), "-f", "lavfi", "-i", "testsrc=s=64x64:r=25", "-frames:v", "1"));

        scores.Music.Should().BeEmpty();
        scores.Notices.Should().Equal("There is no audio track: only the images count.");
        scores.ImagesAt(5).Should().HaveCount(5);
        scores.ContrastiveAt(5).Should().OnlyContain(score => score == 1);
        FluentActions.Invoking(() => scores.MusicAt(5)).Should().Throw<InvalidOperationException>();
    }
}
