namespace Mmva.Tasks.Tests.VideoSummaries.Export;

public sealed class TimeCodeTests
{
    [Theory]
    [InlineData("01:00:00:00", 25, false, 90_000, "01:00:00:00")]
    [InlineData("00:01:00;02", 30, true, 1800, "00:01:00;02")]
    [InlineData("00:10:00;00", 30, true, 17_982, "00:10:00;00")]
    [InlineData("01:00:00;00", 30, true, 107_892, "01:00:00;00")]
    [InlineData("01:00:00;00", 60, true, 215_784, "01:00:00;00")]
    [InlineData("01:00:00:00", 30, true, 108_000, "01:00:00:00")] // 29.97 without drops
    [InlineData("01:00:00;00", 25, false, 90_000, "01:00:00:00")] // there is no drop-frame time code at 25
    [InlineData("nonsense", 25, false, 0, "00:00:00:00")]
    [InlineData("99:00:00:00", 25, false, 0, "00:00:00:00")]
    [InlineData("00:00:00:30", 25, false, 0, "00:00:00:00")]
    [InlineData(null, 25, false, 0, "00:00:00:00")]
    public void A_time_code_is_a_number_of_frames(string? text, int perSecond, bool isNtsc, long first, string formatted)
    {
        var (code, number) = TimeCode.Parse(text, perSecond, isNtsc);
        number.Should().Be(first);
        code.Format(number).Should().Be(formatted);
    }

    [Fact]
    public void Every_frame_of_an_hour_has_a_code_of_its_own()
    {
        var code = new TimeCode(30, IsDropFrame: true);
        var before = "";
        for (var frame = 0L; frame < 108_000; frame++)
        {
            var text = code.Format(frame);
            string.CompareOrdinal(text, before).Should().BePositive();
            if (frame % 997 == 0) TimeCode.Parse(text, 30, isNtsc: true).First.Should().Be(frame);
            before = text;
        }
        code.Format(1799).Should().Be("00:00:59;29");
        code.Format(1800).Should().Be("00:01:00;02");
        code.Format(24 * 107_892).Should().Be("00:00:00;00", "a day has passed");
    }
}
