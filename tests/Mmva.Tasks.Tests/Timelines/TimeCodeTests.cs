namespace Mmva.Tasks.Tests;

public sealed class TimeCodeTests
{
    [Theory]
    [InlineData("01:00:00:00", 25, false, 90_000, "01:00:00:00")]
    [InlineData("00:01:00;02", 30, true, 1800, "00:01:00;02")]
    [InlineData("00:10:00;00", 30, true, 17_982, "00:10:00;00")]
    [InlineData("01:00:00;00", 30, true, 107_892, "01:00:00;00")]
    [InlineData("01:00:00.00", 30, true, 107_892, "01:00:00;00")]
    [InlineData("01:00:00;00", 60, true, 215_784, "01:00:00;00")]
    [InlineData("01:00:00:00", 30, true, 108_000, "01:00:00:00")] // 29.97 without drops
    [InlineData("01:00:00;00", 25, false, 90_000, "01:00:00:00")] // there is no drop-frame time code at 25
    [InlineData("01:00:00;00", 24, true, 86_400, "01:00:00:00")] // nor at 23.976
    public void A_time_code_is_a_number_of_frames(string text, int perSecond, bool isNtsc, long frame, string formatted)
    {
        var (code, number) = TimeCode.Parse(text, new(perSecond, isNtsc))!.Value;
        number.Should().Be(frame);
        code.Format(number).Should().Be(formatted);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("99:00:00:00")]
    [InlineData("00:00:00:25")]
    [InlineData("00:60:00:00")]
    [InlineData(" 00:00:00:00")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_not_a_time_code(string? text) => TimeCode.Parse(text, new(25, false)).Should().BeNull();

    [Theory]
    [InlineData(30, 2)]
    [InlineData(60, 4)]
    public void Every_frame_of_an_hour_has_a_drop_frame_code_and_comes_back(int perSecond, int dropped)
    {
        var rate = new TimelineRate(perSecond, IsNtsc: true);
        var code = new TimeCode(perSecond, IsDropFrame: true);
        // counted as SMPTE ST 12-1 says: the first numbers of every minute but each tenth do not occur
        var frame = 0L;
        for (var number = 0; number < 3600 * perSecond; number++)
        {
            var (second, minute) = (number / perSecond % 60, number / perSecond / 60);
            if (second == 0 && minute % 10 != 0 && number % perSecond < dropped) continue;
            var text = FormattableString.Invariant($"00:{minute:00}:{second:00};{number % perSecond:00}");
            code.Format(frame).Should().Be(text);
            if (frame % 97 == 0) TimeCode.Parse(text, rate).Should().Be((code, frame));
            frame++;
        }
        code.Format(24 * frame).Should().Be("00:00:00;00", "a day has passed");
    }
}
