using Microsoft.Extensions.Options;
using Mmva.Compact;
using Mmva.Data;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.VideoSummaries;

public sealed class VideoSummarizerTests : IDisposable
{
    private static readonly string[] FourScenes =
    [
        "-f", "lavfi", "-i", "color=red:s=160x90:r=10:d=6[a];color=lime:s=160x90:r=10:d=3[b];color=blue:s=160x90:r=10:d=8[c];"
            + "color=white:s=160x90:r=10:d=3.3[d];[a][b][c][d]concat=n=4",
        "-f", "lavfi", "-i", "sine=d=20.3",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Shots_end_where_the_images_change_and_a_share_of_them_is_chosen()
    {
        var tower = new ColorTower();
        var reports = new List<VideoSummaryProgress>();

        var summary = await Summarizer(new() { Share = 0.2, ChangePenalty = 0.3 }, tower)
            .SummarizeAsync(Make("scenes.mp4", FourScenes), new Reports(reports));

        summary.Shots.Select(shot => shot.End.TotalSeconds).Should().Equal(6, 9, 17, 20.3);
        summary.Shots.Select(shot => shot.Start).Skip(1).Should().Equal(summary.Shots.Select(shot => shot.End).SkipLast(1));
        summary.Chosen.Should().ContainSingle();
        (summary.SummaryDuration / summary.Duration).Should().BeLessThanOrEqualTo(0.2);
        summary.Frames.Should().HaveCount(41).And.OnlyContain(frame => frame.Arousal > 0 && frame.Arousal < 1);
        summary.Shots.Select(shot => (shot.Thumbnail.Span[0], shot.Thumbnail.Span[1]))
            .Should().OnlyContain(head => head.Item1 == 0xFF && head.Item2 == 0xD8);
        summary.Shots[1].Score.Should().BeApproximately(summary.Frames.Skip(12).Take(6).Average(f => f.Arousal), 1e-6);
        summary.Notices.Should().BeEmpty();
        reports.Should().NotBeEmpty().And.OnlyContain(report => !report.Listening);
        reports.Select(report => report.Position).Should().BeInAscendingOrder();
        tower.Images.Should().BeLessThan(30, "repeated frames are encoded once");
    }

    [SkippableFact]
    public async Task The_share_is_of_the_duration_of_the_video_not_of_its_frames()
    {
        // 67 frames twice a second, the last for a quarter of a second: 15 % of 33.25 s hold nine half seconds, of 67 frames ten
        var video = Make("long.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:r=20:d=33.25");

        var summary = await Summarizer(new() { Shots = ShotDetection.FixedLength, ShotLength = TimeSpan.FromSeconds(0.5) }).SummarizeAsync(video);

        summary.Frames.Should().HaveCount(67);
        summary.Duration.Should().Be(TimeSpan.FromSeconds(33.25));
        (summary.SummaryDuration / summary.Duration).Should().BeInRange(0.12, 0.15);
        summary.Notices.Should().BeEmpty();
    }

    [SkippableFact]
    public async Task Music_counts_alone_or_together_with_the_images()
    {
        var video = Make("scenes.mp4", FourScenes);
        var images = await Summarizer(new()).SummarizeAsync(video);
        var music = await Summarizer(new() { Arousal = ArousalSource.Music, Shots = ShotDetection.KernelTemporalSegmentation }).SummarizeAsync(video);
        var both = await Summarizer(new() { Arousal = ArousalSource.Both }).SummarizeAsync(video);

        for (var i = 0; i < 36; i++) both.Frames[i].Arousal.Should().BeApproximately((images.Frames[i].Arousal + music.Frames[i].Arousal) / 2, 1e-6f);
        music.Shots.Select(shot => shot.Start).Should().Equal(images.Shots.Select(shot => shot.Start), "shots are those of the images");
    }

    [SkippableFact]
    public async Task With_music_alone_the_items_are_its_clips_and_no_image_is_decoded()
    {
        var tower = new ColorTower();
        var reader = new SoundOnly();

        var summary = await new VideoSummarizer(tower.MusicPredictor, reader, new() { Arousal = ArousalSource.Music, Share = 0.3 })
            .SummarizeAsync(Make("loud.mp4", "-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=20", "-f", "lavfi", "-i",
                "aevalsrc='if(between(t,6,12),0.9,0.05)*sin(2000*t)':d=20:s=16000"));

        (reader.ImagesRead, tower.Images).Should().Be((0, 0));
        summary.Shots.Select(shot => shot.Start.TotalSeconds).Should().Equal(0, 3, 6, 9, 12, 15, 18);
        summary.Shots[^1].End.Should().Be(summary.Duration).And.BeCloseTo(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(0.1));
        summary.Frames.Select(frame => frame.Arousal).Should().Equal(summary.Shots.Select(shot => (float)shot.Score));
        var louder = summary.Shots.OrderByDescending(shot => shot.Score).Take(2).Select(shot => shot.Start.TotalSeconds).Order().ToList();
        summary.Chosen.Select(shot => shot.Start.TotalSeconds).Should().Equal(louder, "two clips of three seconds fit six");
        summary.Shots.Should().OnlyContain(shot => shot.Thumbnail.IsEmpty);
        summary.Notices.Should().BeEmpty();
    }

    [SkippableFact]
    public async Task Music_that_ends_before_the_images_is_the_only_choice()
    {
        var summary = await Summarizer(new() { Arousal = ArousalSource.Music, Share = 0.5 }).SummarizeAsync(
            Make("early.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:d=12", "-f", "lavfi", "-i", "sine=d=3", "-c:a", "pcm_s16le", "-f", "mov"));

        summary.Notices.Should().Equal("The audio ends at 3 s; from there on nothing is chosen.");
        summary.Shots.Select(shot => shot.Score > 0).Should().Equal(true, false, false, false);
        summary.Chosen.Should().ContainSingle().Which.Start.Should().Be(TimeSpan.Zero);
    }

    [SkippableFact]
    public async Task Music_that_is_shorter_than_a_clip_is_one_clip()
    {
        var summary = await Summarizer(new() { Arousal = ArousalSource.Music }).SummarizeAsync(
            Make("short.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:r=20:d=0.6", "-f", "lavfi", "-i", "sine=d=0.6", "-c:a", "pcm_s16le", "-f",
                "mov"));

        // one clip, of which the best part is chosen, since all of it is longer than 15 %
        summary.Frames.Should().ContainSingle();
        summary.Shots[^1].End.Should().Be(TimeSpan.FromSeconds(0.6));
        summary.Chosen.Should().ContainSingle().Which.Length.Should().BeLessThan(TimeSpan.FromSeconds(0.3));
        summary.Notices.Should().ContainSingle().Which.Should().StartWith("No shot is as short as 15 %");
    }

    [SkippableFact]
    public async Task A_video_that_does_not_state_its_duration_ends_with_its_music()
    {
        FfmpegTool.Require();
        var summary = await Summarizer(new() { Arousal = ArousalSource.Music, Shots = ShotDetection.MusicClips })
            .SummarizeAsync(Make("stream.ts", "-f", "lavfi", "-i", "testsrc=s=64x64:r=20:d=7", "-f", "lavfi", "-i", "sine=d=7"));

        summary.Duration.TotalSeconds.Should().BeInRange(6.5, 7.6);
        summary.Shots[^1].End.Should().Be(summary.Duration);
    }

    [SkippableFact]
    public async Task Clips_of_music_can_be_the_shots_of_images_too()
    {
        var summary = await Summarizer(new() { Shots = ShotDetection.MusicClips, MusicSegment = TimeSpan.FromSeconds(4) })
            .SummarizeAsync(Make("scenes.mp4", FourScenes));

        summary.Shots.Select(shot => shot.Start.TotalSeconds).Should().Equal(0, 4, 8, 12, 16, 20);
        summary.Shots.Should().OnlyContain(shot => !shot.Thumbnail.IsEmpty);
    }

    [SkippableFact]
    public async Task Audio_that_is_missing_or_ends_early_is_reported()
    {
        var mute = Make("mute.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:d=4");
        var early = Make("early.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:d=12", "-f", "lavfi", "-i", "sine=d=3");

        (await Summarizer(new() { Arousal = ArousalSource.Both }).SummarizeAsync(mute)).Notices
            .Should().Contain("There is no audio track: only the images count.");
        (await Summarizer(new() { Arousal = ArousalSource.Both }).SummarizeAsync(early)).Notices
            .Should().Contain("The audio ends at 3 s; from there on only the images count.");
        await FluentActions.Awaiting(() => Summarizer(new() { Arousal = ArousalSource.Music }).SummarizeAsync(mute))
            .Should().ThrowAsync<MediaException>()
            .WithMessage($"{mute}: has no audio track, and only music counts: set VideoSummaryOptions.Arousal to Images.");
    }

    [SkippableFact]
    public async Task Notices_of_predictions_are_reported_once_with_their_number()
    {
        var silent = Make(
            "silent.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:d=12", "-f", "lavfi", "-i", "sine=d=6,apad=whole_dur=12", "-c:a", "pcm_s16le", "-f",
                "mov");

        var summary = await Summarizer(new() { Arousal = ArousalSource.Both }).SummarizeAsync(silent);

        summary.Notices.Where(notice => notice.Contains("silent")).Should().Equal(
            "silent (segments of audio: 2, the first at 6 s)",
            "it is silent, so its point is meaningless (segments of audio: 2, the first at 6 s)");
    }

    [SkippableFact]
    public async Task A_custom_predictor_cuts_shots_by_its_embeddings()
    {
        var summary = await new VideoSummarizer(new Wrapped(new ColorTower().Predictor), options: new() { ChangePenalty = 0.01 })
            .SummarizeAsync(Make("scenes.mp4", FourScenes));

        summary.Shots.Should().HaveCountGreaterThan(1);
        summary.Frames.Select(frame => frame.Arousal).Should().Equal(
            (await Summarizer(new()).SummarizeAsync(_folder.File("scenes.mp4"))).Frames.Select(frame => frame.Arousal));
    }

    [SkippableFact]
    public async Task A_video_of_one_frame_is_its_own_summary()
    {
        var summary = await Summarizer(new()).SummarizeAsync(Make("one.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:r=25", "-frames:v", "1"));

        summary.Shots.Should().ContainSingle().Which.Should().Match<VideoShot>(shot => shot.IsChosen && shot.End == TimeSpan.FromSeconds(0.04));
        summary.Notices.Should().ContainSingle().Which.Should().StartWith("No shot is as short as 15 %");
    }

    [SkippableFact]
    public async Task Shots_of_fixed_length_by_music_alone_need_no_image_encoder()
    {
        var options = new VideoSummaryOptions { Arousal = ArousalSource.Music, Shots = ShotDetection.FixedLength, ThumbnailSide = 0 };
        var summary = await new VideoSummarizer(new ColorTower().MusicPredictor, options: options).SummarizeAsync(Make("scenes.mp4", FourScenes));

        summary.Shots.Should().HaveCount(11).And.OnlyContain(shot => shot.Thumbnail.IsEmpty);
        summary.Chosen.Should().HaveCount(2, "the short shot at the end fits as well");
    }

    [SkippableFact]
    public async Task Cancellation_stops_the_summary()
    {
        using var canceled = new CancellationTokenSource();
        var video = Make("scenes.mp4", FourScenes);

        var summarize = () => Summarizer(new()).SummarizeAsync(video, new Canceling(canceled), canceled.Token);

        await summarize.Should().ThrowAsync<OperationCanceledException>();
    }

    [SkippableFact]
    public async Task The_trained_default_finds_the_cuts_of_a_real_film()
    {
        FfmpegTool.Require();
        using var model = CompactModel.Load();

        var predictor = new EmotionPredictor(model.Model, model.Images, model.Music, captions: null);
        var summary = await new VideoSummarizer(predictor).SummarizeAsync(GoldenFiles.Data("video", "big_buck_bunny_0_30.webm"));

        // the cuts are at 11.8, 15.7 and 23.0 s; the images change within shots, too
        summary.Shots.Select(shot => shot.End.TotalSeconds).Should().Contain([12, 15.5, 23]).And.EndWith(30.003).And.HaveCountLessThan(8);
        summary.Chosen.Should().NotBeEmpty();
        (summary.SummaryDuration / summary.Duration).Should().BeLessThanOrEqualTo(0.15);
    }

    [Fact]
    public async Task A_missing_encoder_is_reported_before_the_video_is_read()
    {
        var summarize = () => new VideoSummarizer(new ColorTower().MusicPredictor).SummarizeAsync("no such video");

        await summarize.Should().ThrowAsync<MmvaException>().WithMessage("*image encoder*");
    }

    [Fact]
    public void Options_are_validated_without_a_container_too()
    {
        var create = () => Summarizer(new() { Share = 0, MusicSegment = TimeSpan.Zero, SegmentationWindow = TimeSpan.FromDays(1) });

        create.Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(
            "Share: The field VideoSummaryOptions.Share must be between 0 exclusive and 1.",
            "SegmentationWindow: VideoSummaryOptions.SegmentationWindow has fewer than 2 or more than 3600 frames.",
            "MusicSegment: VideoSummaryOptions.MusicSegment must be between 00:00:01 and 00:01:00.");
    }

    private static VideoSummarizer Summarizer(VideoSummaryOptions options, ColorTower? tower = null) =>
        new((tower ?? new()).Predictor, options: options);

    private string Make(string name, params string[] source) => FfmpegTool.Make(_folder.File(name), source);

    private sealed class SoundOnly : IVideoReader
    {
        private readonly VideoReader _reader = new();

        public int ImagesRead { get; private set; }

        public Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken = default) => _reader.ProbeAsync(path, cancellationToken);

        public IAsyncEnumerable<VideoFrame> ReadFramesAsync(string path, double framesPerSecond = 2, CancellationToken cancellationToken = default)
        {
            ImagesRead++;
            return _reader.ReadFramesAsync(path, framesPerSecond, cancellationToken);
        }

        public IAsyncEnumerable<VideoSound> ReadSoundAsync(string path, TimeSpan length, CancellationToken cancellationToken = default) =>
            _reader.ReadSoundAsync(path, length, cancellationToken);
    }

    private sealed class Reports(List<VideoSummaryProgress> reports) : IProgress<VideoSummaryProgress>
    {
        public void Report(VideoSummaryProgress value) => reports.Add(value);
    }

    private sealed class Wrapped(IEmotionPredictor predictor) : IEmotionPredictor
    {
        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            predictor.PredictAsync(images, progress, cancellationToken);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            predictor.PredictAsync(music, progress, cancellationToken);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            predictor.PredictAsync(captions, progress, cancellationToken);

        public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => predictor.PredictSimilarity(triples);
    }

    private sealed class Canceling(CancellationTokenSource source) : IProgress<VideoSummaryProgress>
    {
        public void Report(VideoSummaryProgress value) => source.Cancel();
    }
}
