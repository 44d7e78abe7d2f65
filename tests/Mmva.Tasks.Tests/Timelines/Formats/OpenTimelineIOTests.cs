using System.Text.Json;

namespace Mmva.Tasks.Tests;

public sealed class OpenTimelineIOTests
{
    [Fact]
    public void A_track_has_gaps_where_nothing_is()
    {
        var text = OpenTimelineIO.Format(TestTimelines.Slides());

        TimelineReading.Otio(text, 25, "Video").Should().Equal(new ReadClip(0, 100, 90_000), new(0, 80, 90_120), new(0, 100, 90_200));
        TimelineReading.Otio(text, 25, "Audio").Should().Equal(new ReadClip(0, 200, 90_000), new(250, 130, 90_225));
        Schemas(text, "Gap.1").Should().Be(2);
    }

    [Fact]
    public void Without_audio_there_is_no_track_of_audio()
    {
        var text = OpenTimelineIO.Format(TestTimelines.Cut());
        TimelineReading.Otio(text, 24000.0 / 1001, "Video").Should().Equal(new ReadClip(86_424, 48, 0), new(86_520, 24, 48));
        Schemas(text, "Track.1").Should().Be(1);
    }

    [Fact]
    public void Times_are_numbers_with_a_point() =>
        OpenTimelineIO.Format(TestTimelines.Cut()).Should().Contain("\"rate\": 23.976023976023978,").And.Contain("\"value\": 86424.0\n");

    private static int Schemas(string text, string schema)
    {
        JsonDocument.Parse(text).RootElement.GetProperty("OTIO_SCHEMA").GetString().Should().Be("Timeline.1");
        return text.Split($"\"OTIO_SCHEMA\": \"{schema}\"").Length - 1;
    }
}
