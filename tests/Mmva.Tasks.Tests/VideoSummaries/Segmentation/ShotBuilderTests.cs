using Mmva.Training;

namespace Mmva.Tasks.Tests.VideoSummaries.Segmentation;

public class ShotBuilderTests
{
    [Fact]
    public void Windows_of_a_long_video_find_the_same_shots_as_one_window()
    {
        var lengths = new[] { 20, 9, 31, 14, 40, 12, 25, 8, 33 };

        Build(lengths, new() { SegmentationWindow = TimeSpan.FromMinutes(15) }).Should().Equal(lengths);
        Build(lengths, new() { SegmentationWindow = TimeSpan.FromSeconds(45) }).Should().Equal(lengths);
    }

    [Fact]
    public void No_shot_is_longer_than_the_window_and_none_is_lost()
    {
        var shots = Build([500], new() { SegmentationWindow = TimeSpan.FromSeconds(50) });

        shots.Should().OnlyContain(length => length <= 100);
        shots.Sum().Should().Be(500);
    }

    [Theory]
    [InlineData(10, new[] { 4, 4, 2 })]
    [InlineData(4, new[] { 4 })]
    [InlineData(1, new[] { 1 })]
    public void Shots_of_fixed_length_end_with_the_remainder(int frames, int[] lengths) =>
        Build([frames], new() { Shots = ShotDetection.FixedLength, ShotLength = TimeSpan.FromSeconds(2) }).Should().Equal(lengths);

    [Fact]
    public void The_thumbnail_of_a_shot_is_its_middle_frame()
    {
        var builder = new ShotBuilder(new() { Shots = ShotDetection.FixedLength, ShotLength = TimeSpan.FromSeconds(2) });
        for (byte i = 0; i < 6; i++) builder.Add([], [i]);

        builder.Complete().Select(shot => shot.Thumbnail[0]).Should().Equal(2, 5);
    }

    private static int[] Build(int[] scenes, VideoSummaryOptions options)
    {
        var (builder, random) = (new ShotBuilder(options), new RandomSource(1));
        foreach (var length in scenes)
        {
            var centre = Enumerable.Range(0, 16).Select(_ => random.NextSingle() - 0.5f).ToArray();
            for (var i = 0; i < length; i++) builder.Add([.. centre.Select(x => x + 0.05f * (random.NextSingle() - 0.5f))], []);
        }
        return [.. builder.Complete().Select(shot => shot.Length)];
    }
}
