namespace Mmva.Tasks.Tests.VideoSummaries;

public class ArousalCurveTests
{
    private static readonly float[] Images = [0.1f, 0.2f, 0.3f, 0.4f, 0.6f];

    [Theory]
    [InlineData(ArousalSource.Images, new[] { 0.1f, 0.2f, 0.3f, 0.4f, 0.6f })]
    [InlineData(ArousalSource.Music, new[] { 0.9f, 0.9f, 0.5f, 0.5f, 0.5f })]
    [InlineData(ArousalSource.Both, new[] { 0.5f, 0.55f, 0.4f, 0.45f, 0.6f })]
    public void Two_segments_of_audio_end_before_the_fifth_frame(ArousalSource source, float[] expected) =>
        ArousalCurve.Combine(Images, [0.9f, 0.5f], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5), source)
            .Should().Equal(expected, (ours, theirs) => Math.Abs(ours - theirs) < 1e-6f);

    [Fact]
    public void Without_audio_the_images_count() =>
        ArousalCurve.Combine(Images, [], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5), ArousalSource.Both).Should().Equal(Images);
}
