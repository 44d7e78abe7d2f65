namespace Mmva.Encoders.Tests.Audio;

public sealed class AudioWindowsTests
{
    [Theory]
    [InlineData(1, 10, 1, 1)]
    [InlineData(10, 10, 1, 10)]
    [InlineData(11, 10, 2, 6)]
    [InlineData(100, 10, 10, 10)]
    [InlineData(101, 10, 11, 10)]
    [InlineData(int.MaxValue, 240_000, 8948, 239_996)]
    public void The_fewest_equal_windows_cover_the_sound(int samples, int longest, int count, int length)
    {
        var windows = AudioWindows.Plan(samples, longest);
        (windows.Count, windows.Length).Should().Be((count, length));
        windows.Start(0).Should().Be(0);
        ((long)windows.Start(count - 1) + length).Should().Be(samples);
        for (var w = 1; w < count; w++) (windows.Start(w) - windows.Start(w - 1)).Should().BeInRange(1, length, "no sample may be left out");
    }
}
