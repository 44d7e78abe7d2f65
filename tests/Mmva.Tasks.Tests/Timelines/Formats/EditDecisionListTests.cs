namespace Mmva.Tasks.Tests;

public sealed class EditDecisionListTests
{
    [Fact]
    public void Images_and_audio_of_a_clip_are_two_lines_of_one_event() =>
        EditDecisionList.Format(TestTimelines.Cut(new(2, 48000))).Should().Be(string.Join("\r\n",
            "TITLE: clip.mp4", "FCM: NON-DROP FRAME", "",
            "SPLIT:    AUDIO DELAY=  00:00:00:00",
            "001  AX       V     C        01:00:01:00 01:00:03:00 00:00:00:00 00:00:02:00",
            "001  AX       A     C        01:00:01:00 01:00:03:00 00:00:00:00 00:00:02:00",
            "* FROM CLIP NAME: clip.mp4", "",
            "SPLIT:    AUDIO DELAY=  00:00:00:00",
            "002  AX       V     C        01:00:05:00 01:00:06:00 00:00:02:00 00:00:03:00",
            "002  AX       A     C        01:00:05:00 01:00:06:00 00:00:02:00 00:00:03:00",
            "* FROM CLIP NAME: clip.mp4", ""));

    [Fact]
    public void Without_audio_an_event_is_one_line() =>
        EditDecisionList.Format(TestTimelines.Cut()).Should().Be(string.Join("\r\n",
            "TITLE: clip.mp4", "FCM: NON-DROP FRAME", "",
            "001  AX       V     C        01:00:01:00 01:00:03:00 00:00:00:00 00:00:02:00",
            "* FROM CLIP NAME: clip.mp4", "",
            "002  AX       V     C        01:00:05:00 01:00:06:00 00:00:02:00 00:00:03:00",
            "* FROM CLIP NAME: clip.mp4", ""));

    [Fact]
    public void Images_and_music_of_different_files_are_events_of_their_own()
    {
        var lines = EditDecisionList.Format(TestTimelines.Slides()).Split("\r\n");

        lines.Should().NotContain(line => line.StartsWith("SPLIT", StringComparison.Ordinal));
        lines.Where(line => line.Contains("  AX  ")).Should().Equal(
            "001  AX       V     C        00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00",
            "002  AX       A     C        00:00:00:00 00:00:08:00 01:00:00:00 01:00:08:00",
            "003  AX       V     C        00:00:00:00 00:00:03:05 01:00:04:20 01:00:08:00",
            "004  AX       V     C        00:00:00:00 00:00:04:00 01:00:08:00 01:00:12:00",
            "005  AX       A     C        00:00:10:00 00:00:15:05 01:00:09:00 01:00:14:05");
    }
}
