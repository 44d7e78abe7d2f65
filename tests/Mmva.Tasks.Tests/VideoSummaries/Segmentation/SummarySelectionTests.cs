namespace Mmva.Tasks.Tests.VideoSummaries.Segmentation;

public class SummarySelectionTests
{
    [Fact]
    public void Shots_worth_most_within_the_share_are_chosen()
    {
        float[] scores = [.. Enumerable.Repeat(0.2f, 10), .. Enumerable.Repeat(0.9f, 10), .. Enumerable.Repeat(0.5f, 10),
            .. Enumerable.Repeat(0.1f, 10)];

        var shots = SummarySelection.Select(scores, [10, 10, 10, 10], 0.5, ShotValue.MeanArousal);

        shots.Select(s => s.IsChosen).Should().Equal(false, true, true, false);
        shots.Select(s => Math.Round(s.Score, 6)).Should().Equal(0.2, 0.9, 0.5, 0.1);
    }

    [Theory]
    [InlineData(ShotValue.MeanArousal, new[] { true, true, false })]
    [InlineData(ShotValue.TotalArousal, new[] { false, false, true })]
    public void Means_favor_short_shots_and_totals_the_most_exciting_seconds(ShotValue value, bool[] chosen) =>
        SummarySelection.Select([0.5f, 0.5f, 0.5f, 0.5f, 0.9f, 0.9f, 0.9f, 0.9f], [2, 2, 4], 0.5, value).Select(s => s.IsChosen)
            .Should().Equal(chosen);

    [Fact]
    public void If_every_shot_is_too_long_the_best_part_of_the_best_is_chosen()
    {
        float[] scores = [.. Enumerable.Repeat(0.2f, 20), .. Enumerable.Repeat(0.5f, 8), .. Enumerable.Repeat(0.8f, 6),
            .. Enumerable.Repeat(0.5f, 6)];

        var shots = SummarySelection.Select(scores, [20, 20], 0.15, ShotValue.MeanArousal);

        shots.Select(s => (s.Start, s.Length, s.IsChosen, s.Parent))
            .Should().Equal((0, 20, false, 0), (20, 8, false, 1), (28, 6, true, 1), (34, 6, false, 1));
        shots[2].Score.Should().BeApproximately(0.8, 1e-6);
    }

    [Fact]
    public void A_single_frame_is_its_own_summary() =>
        SummarySelection.Select([0.4f], [1], 0.15, ShotValue.MeanArousal).Should().ContainSingle().Which.IsChosen.Should().BeTrue();
}
