using Mmva.Data;

namespace Mmva.Tasks.Tests;

/// <summary>Timelines to write.</summary>
internal static class TestTimelines
{
    public static readonly TimelineRate Film = new(24, IsNtsc: true);

    /// <summary>Two clips of one video, without or with audio.</summary>
    public static Timeline Cut(SoundTrack? sound = null)
    {
        var source = new TimelineSource("/videos/clip.mp4", 240, new(24, false)) { Start = 86_400, Size = (640, 360), Sound = sound };
        return new("clip.mp4", Film, (640, 360), [new(source, 24, 48, 0, true, sound is not null), new(source, 120, 24, 48, true, sound is not null)])
        {
            Code = new(24, false),
            Chapters = [new(0, 48, "Part 1"), new(48, 72, "Part 2")],
        };
    }

    /// <summary>Three images, the second after a gap, under two tracks of music, the second of which starts in the middle of an image.</summary>
    public static Timeline Slides()
    {
        var images = Enumerable.Range(1, 3).Select(i => new TimelineSource($"/photos/{i}.jpg", 0, new(25, false)) { IsStill = true }).ToList();
        var music = Enumerable.Range(1, 2)
            .Select(i => new TimelineSource($"/music/{i}.mp3", 5000, new(25, false)) { Sound = new(i, 44100) }).ToList();
        return new("slides", new(25, false), (1920, 1080),
            [
                new(images[0], 0, 100, 0, true, false), new(music[0], 0, 200, 0, false, true), new(images[1], 0, 80, 120, true, false),
                new(images[2], 0, 100, 200, true, false), new(music[1], 250, 130, 225, false, true),
            ])
        {
            Code = new(25, false),
            Start = 90_000,
        };
    }
}
