namespace Mmva.Tasks.Tests;

public sealed class TimelineRateTests
{
    [Theory]
    [InlineData(24000.0 / 1001, 24, true)]
    [InlineData(23.98, 24, true)]
    [InlineData(24, 24, false)]
    [InlineData(25, 25, false)]
    [InlineData(2997 / 100.0, 30, true)] // as some containers round it
    [InlineData(30000.0 / 1001, 30, true)]
    [InlineData(30, 30, false)]
    [InlineData(48, 48, false)]
    [InlineData(50, 50, false)]
    [InlineData(60000.0 / 1001, 60, true)]
    [InlineData(60, 60, false)]
    [InlineData(120000.0 / 1001, 60, true)] // two digits for frames
    [InlineData(240, 60, false)]
    [InlineData(100, 50, false)]
    [InlineData(144, 48, false)]
    [InlineData(7.5, 15, false)]
    [InlineData(12.5, 25, false)]
    [InlineData(15000.0 / 1001, 15, true)]
    [InlineData(0.1, 10, false)] // slides
    [InlineData(17.3, 17, false)] // the mean of a rate that varies
    [InlineData(29.81, 30, false)]
    [InlineData(1000, 50, false)]
    [InlineData(0.00001, 10, false)]
    public void Frames_of_the_video_are_frames_of_the_timeline_if_they_can_be(double rate, int perSecond, bool isNtsc) =>
        TimelineRate.Of(rate).Should().Be(new TimelineRate(perSecond, isNtsc));

    [Fact]
    public void The_nearest_frame_is_exact_after_a_day()
    {
        var rate = new TimelineRate(60, IsNtsc: true);
        for (var frame = 24L * 215_784; frame < (24L * 215_784) + 1000; frame++)
        {
            var time = TimeSpan.FromTicks((long)(frame * (decimal)rate.Denominator * TimeSpan.TicksPerSecond / rate.Numerator));
            rate.FrameAt(time).Should().Be(frame);
            rate.FrameAt(time + TimeSpan.FromMilliseconds(8)).Should().Be(frame, "half a frame is 8.34 ms");
            rate.FrameAt(time + TimeSpan.FromMilliseconds(9)).Should().Be(frame + 1);
        }
        new TimelineRate(25, false).FrameAt(TimeSpan.FromSeconds(0.5)).Should().Be(13, "as the cut video rounds");
    }
}
