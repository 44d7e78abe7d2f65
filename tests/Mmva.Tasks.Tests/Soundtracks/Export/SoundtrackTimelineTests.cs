using Mmva.Data;

namespace Mmva.Tasks.Tests;

public sealed class SoundtrackTimelineTests
{
    private static readonly Soundtrack Album = MadeUpSoundtrack.Of("/album", ("a.mp3", 60, 1, [4, 4.03, 4]), ("b.mp3", 8, 2, [5, 7]));

    [Fact]
    public void Pictures_are_stills_under_tracks_from_their_beginnings()
    {
        var timeline = SoundtrackTimeline.Of(Album, video: null, new() { StartTimeCode = "01:00:00:00" });

        // 12.03 s are 300.75 frames: to the nearest, as everything else
        timeline.Video.Select(clip => (clip.Source.Name, clip.Source.IsStill, clip.In, clip.Length, clip.Record)).Should().Equal(
            ("1.png", true, 0, 100, 0), ("2.png", true, 0, 101, 100), ("3.png", true, 0, 100, 201), ("4.png", true, 0, 125, 301),
            ("5.png", true, 0, 175, 426));
        timeline.Audio.Select(clip => (clip.Source.Name, clip.In, clip.Length, clip.Record))
            .Should().Equal(("a.mp3", 0, 301, 0), ("b.mp3", 0, 150, 301), ("b.mp3", 0, 150, 451));
        timeline.Sources.Should().HaveCount(7);
        timeline.Chapters.Should().Equal(new TimelineChapter(0, 301, "a"), new(301, 601, "b"));
        (timeline.Start, timeline.Length).Should().Be((90_000, 601));
        TimelineReading.Otio(OpenTimelineIO.Format(timeline), 25, "Audio")
            .Should().Equal(new ReadClip(0, 301, 90_000), new(0, 150, 90_301), new(0, 150, 90_451));
    }

    [Fact]
    public void Shots_are_parts_of_the_video_at_its_rate_without_its_audio()
    {
        var part = MadeUpSoundtrack.Of("/album", ("a.mp3", 60, 1, [4, 4, 4])).Parts[0];
        var shots = part.Slides.Select(slide => slide with { Picture = new("/film.mp4", default) { VideoStart = slide.Start } }).ToList();
        var video = new VideoInfo(640, 360, 30000.0 / 1001, part.End, new(2, 48000)) { TimeCode = "01:00:00;00" };

        var timeline = SoundtrackTimeline.Of(Album with { Parts = [part with { Slides = shots }] }, video, options: null);

        (timeline.Name, timeline.Rate, timeline.Size, timeline.Code.IsDropFrame)
            .Should().Be(("film.mp4", new TimelineRate(30, true), (640, 360), true));
        timeline.Video.Select(clip => (clip.In, clip.Length, clip.Record, clip.Source.Start, clip.HasAudio)).Should().Equal(
            (0, 120, 0, 107_892, false), (120, 120, 120, 107_892, false), (240, 120, 240, 107_892, false));
        timeline.Audio.Single().Should().Match<TimelineClip>(clip => clip.Length == 360 && clip.Source.Start == 0);
    }
}
