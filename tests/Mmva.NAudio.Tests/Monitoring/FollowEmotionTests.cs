using Microsoft.Extensions.Options;

namespace Mmva.NAudio.Tests;

public class FollowEmotionTests
{
    [Fact]
    public async Task Windows_grow_to_their_length_and_end_at_multiples_of_the_hop_and_at_the_end()
    {
        var predictor = new LoudnessPredictor();

        var moments = await Follow(new Tone(1000, 15.5, Tone.Sine(100)), predictor, leastMove: 0);

        moments.Select(m => (m.Start.TotalSeconds, m.End.TotalSeconds)).Should().Equal(
            (0, 4), (0, 6), (0, 8), (0, 10), (2, 12), (4, 14), (5.5, 15.5));
        predictor.Seen.Select(waveform => waveform.Duration.TotalSeconds).Should().Equal(4, 6, 8, 10, 10, 10, 10);
        predictor.Seen[5].Samples.ToArray().Should().Equal(Tone.All(new Tone(1000, 14, Tone.Sine(100)))[4000..]);
    }

    [Fact]
    public async Task Points_that_have_not_moved_are_not_reported()
    {
        // quiet for twelve seconds, then loud: the level rises with the share of the loud part
        Tone Source() => new(1000, 30, t => (t < 12 ? 0.1 : 0.8) * Math.Sin(2 * Math.PI * 100 * t));

        var all = await Follow(Source(), new LoudnessPredictor(), leastMove: 0);
        var moved = await Follow(Source(), new LoudnessPredictor(), leastMove: 0.2);

        moved.Should().HaveCountGreaterThan(2).And.HaveCountLessThan(all.Count);
        moved[0].Previous.Should().BeNull();
        moved.Select(m => m.Emotion).Should().BeSubsetOf(all.Select(m => m.Emotion));
        foreach (var (before, after) in moved.Zip(moved.Skip(1)))
        {
            after.Previous.Should().Be(before.Emotion);
            after.Emotion.DistanceTo(before.Emotion).Should().BeGreaterThanOrEqualTo(0.2);
            all.Where(m => m.End > before.End && m.End < after.End)
                .Should().OnlyContain(m => m.Emotion.DistanceTo(before.Emotion) < 0.2);
        }
    }

    [Fact]
    public async Task Audio_shorter_than_the_first_window_is_predicted_at_its_end()
    {
        var moments = await Follow(new Tone(1000, 0.8, Tone.Sine(100)), new LoudnessPredictor());

        moments.Should().ContainSingle().Which.End.Should().Be(TimeSpan.FromSeconds(0.8));
        (await Follow(new Tone(1000, 0, Tone.Sine(100)), new LoudnessPredictor())).Should().BeEmpty();
    }

    [Fact]
    public async Task Silence_and_samples_that_are_not_finite_are_passed_over()
    {
        var predictor = new LoudnessPredictor();
        var source = new Tone(1000, 40, t => t < 12 ? 0 : t is > 30 and < 31 ? double.NaN : 0.5 * Math.Sin(2 * Math.PI * 100 * t));

        var moments = await Follow(source, predictor, leastMove: 0);

        moments.Select(m => m.End.TotalSeconds).Should().Equal(14, 16, 18, 20, 22, 24, 26, 28, 30);
        predictor.Seen.Should().HaveCount(9);
    }

    [Fact]
    public async Task Channels_that_cancel_out_are_heard_and_reported_with_the_moment()
    {
        var predictor = new LoudnessPredictor();

        var moments = await Follow(new Tone(1000, 4, Tone.Sine(100), t => -Tone.Sine(100)(t)), predictor);

        moments.Should().ContainSingle().Which.Notices.Should().ContainSingle().Which.Should().Contain("cancel each other out");
        moments[0].Emotion.Valence.Should().BeApproximately(0.5f / MathF.Sqrt(2), 1e-3f);
        predictor.Seen[0].Notices.Should().BeEmpty("the log would repeat them with every window");
    }

    [Fact]
    public async Task How_the_source_hands_out_its_samples_changes_nothing()
    {
        Func<double, double>[] channels = [t => t / 40 * Math.Sin(600 * t), Tone.Sine(90)];

        var whole = await Follow(new Tone(1000, 21, channels), new LoudnessPredictor(), leastMove: 0);
        var parts = await Follow(new Tone(1000, 21, channels) { AtOnce = 777 }, new LoudnessPredictor(), leastMove: 0);

        parts.Select(m => (m.End, m.Emotion)).Should().Equal(whole.Select(m => (m.End, m.Emotion)));
    }

    [Fact]
    public void Options_are_validated_at_the_call()
    {
        var follow = () => new Tone(1000, 1, Tone.Sine(1)).FollowEmotionAsync(
            new LoudnessPredictor(), new() { Window = TimeSpan.Zero, Hop = TimeSpan.FromHours(1), LeastMove = -1 });

        follow.Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().HaveCount(3).And.Contain(f => f.Contains("Window")).And.Contain(f => f.Contains("Hop"));
    }

    [Fact]
    public async Task Following_can_be_canceled()
    {
        using var source = new CancellationTokenSource();
        var follow = async () =>
        {
            await foreach (var _ in new Tone(1000, 1000, Tone.Sine(100)).FollowEmotionAsync(
                new LoudnessPredictor(), new() { LeastMove = 0 }, source.Token)) await source.CancelAsync();
        };

        await follow.Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<List<EmotionMoment>> Follow(Tone source, LoudnessPredictor predictor, double leastMove = 0.05)
    {
        var moments = new List<EmotionMoment>();
        await foreach (var moment in source.FollowEmotionAsync(predictor, new() { LeastMove = leastMove })) moments.Add(moment);
        return moments;
    }
}
