namespace Mmva.Tasks.Tests.VideoSummaries;

public class MusicClipsTests
{
    private static readonly TimeSpan Clip = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(3, 9.0, "20 20 20")]
    [InlineData(3, 8.0, "20 20 14")] // the last clip is two thirds long
    [InlineData(3, 10.0, "20 20 27")] // a rest of less than half a clip belongs to the last one
    [InlineData(2, 10.0, "20 20 20 7")] // clips behind the end of the audio
    [InlineData(4, 8.0, "20 20 14")] // audio that is longer than the images
    [InlineData(1, 0.04, "1")]
    public void Clips_cover_the_video(int heard, double seconds, string lengths)
    {
        var music = Enumerable.Range(1, heard).Select(i => i / 10f).ToList();

        var clips = MusicClips.Of(music, Clip, TimeSpan.FromSeconds(seconds));

        clips.Lengths.Should().Equal(lengths.Split(' ').Select(int.Parse));
        clips.Arousal.Should().Equal(clips.Lengths.Select((_, i) => i < heard ? music[i] : 0));
        clips.Curve.Should().HaveCount(clips.Lengths.Sum());
        (clips.Curve.Length * clips.Cell).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds));
    }
}
