using Microsoft.Extensions.Options;
using Mmva.Training;

namespace Mmva.Tasks.Tests;

public sealed class SoundtrackPlannerTests
{
    private static readonly EmotionalSimilarity Similarity = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_other_plan_is_worth_more(int seed)
    {
        var random = new RandomSource((ulong)seed);
        for (var run = 0; run < 40; run++)
        {
            var (pictures, tracks, options) = Draw(random);

            var soundtrack = await new SoundtrackPlanner(Similarity, options).PlanAsync(pictures, tracks);

            var best = new BruteForce(pictures, tracks, options).Best();
            Value(soundtrack, options, pictures.Count).Should().BeApproximately(best, 1e-6, $"run {run}");
            soundtrack.Gap.Should().Be(0);
            soundtrack.Parts.Select(part => part.Track).Should().OnlyHaveUniqueItems();
            soundtrack.Slides.Select(slide => slide.Picture).Should().Equal(pictures);
        }
    }

    [Fact]
    public async Task Tracks_change_where_the_pictures_do()
    {
        var pictures = Pictures([.. Enumerable.Repeat(0.1f, 10), .. Enumerable.Repeat(0.9f, 7), .. Enumerable.Repeat(0.5f, 8)]);
        var tracks = Tracks(0.5f, 0.1f, 0.9f, 0.3f);

        var soundtrack = await new SoundtrackPlanner().PlanAsync(pictures, tracks);

        soundtrack.Parts.Select(part => part.Track.Path).Should().Equal("track 1", "track 2", "track 0");
        soundtrack.Parts.Select(part => part.Slides.Count).Should().Equal(10, 7, 8);
        soundtrack.Parts.Select(part => part.End).Should().Equal(Seconds(40), Seconds(68), Seconds(100));
        (soundtrack.Score, soundtrack.Changes, soundtrack.Length).Should().Be((1, 2, Seconds(100)));
        soundtrack.Notices.Should().BeEmpty();
    }

    [Fact]
    public async Task One_track_for_all_is_the_best_for_all_and_not_the_nearest_to_the_mean()
    {
        // the mean of the pictures is 0.5, near which no picture is
        var pictures = Pictures(0.1f, 0.1f, 0.1f, 0.9f, 0.9f);
        var soundtrack = await new SoundtrackPlanner(options: new() { MaximumTracks = 1 }).PlanAsync(pictures, Tracks(0.45f, 0.12f, 0.9f));
        soundtrack.Parts.Should().ContainSingle().Which.Track.Path.Should().Be("track 1");
    }

    [Fact]
    public async Task A_change_must_be_worth_its_cost()
    {
        var pictures = Pictures([.. Enumerable.Repeat(0.4f, 10), .. Enumerable.Repeat(0.6f, 10)]);
        var tracks = Tracks(0.4f, 0.6f);
        var gain = 10 * (1 - Similarity.Score(0.2f));

        (await Plan(gain - 0.01)).Changes.Should().Be(1);
        (await Plan(gain + 0.01)).Changes.Should().Be(0);

        Task<Soundtrack> Plan(double cost) => new SoundtrackPlanner(options: new() { ChangeCost = cost }).PlanAsync(pictures, tracks);
    }

    [Fact]
    public async Task Parts_are_no_longer_than_their_tracks_and_no_shorter_than_asked()
    {
        var random = new RandomSource(5);
        var pictures = Pictures([.. Enumerable.Range(0, 60).Select(_ => (float)random.NextDouble())]);
        SoundtrackTrack[] tracks =
        [
            .. Enumerable.Range(0, 40).Select(i => new SoundtrackTrack($"{i}", new((float)random.NextDouble(), 0.5f), Seconds(30 + i))),
        ];

        var soundtrack = await new SoundtrackPlanner().PlanAsync(pictures, tracks);

        soundtrack.Parts.Should().OnlyContain(part => part.Plays == 1 && part.Length <= part.Track.Length - Seconds(2) && part.Length >= Seconds(20));
        soundtrack.Length.Should().Be(Seconds(240));
    }

    [Fact]
    public async Task A_track_is_played_again_only_if_nothing_else_is_possible_and_that_is_said()
    {
        var pictures = Pictures(Enumerable.Repeat(0.5f, 20));
        SoundtrackTrack[] tracks = [new("good.mp3", new(0.5f, 0.5f), Seconds(30)), new("bad.mp3", new(0.9f, 0.9f), Seconds(100))];

        (await new SoundtrackPlanner().PlanAsync(pictures, tracks)).Parts.Should().OnlyContain(part => part.Plays == 1);

        var again = await new SoundtrackPlanner().PlanAsync(pictures, [tracks[0]]);
        again.Parts.Should().ContainSingle().Which.Plays.Should().Be(3); // 80 s with 28 s each
        again.Notices.Should().ContainSingle().Which.Should().Contain("good (3 times)");
    }

    [Fact]
    public async Task Pictures_are_fitted_to_their_track()
    {
        var options = new SoundtrackOptions { FitToTracks = true, MaximumTracks = 1 };
        SoundtrackPicture[] pictures = [.. Pictures(Enumerable.Repeat(0.5f, 10)), new("own", new(0.5f, 0.5f), Seconds(7))];

        (await Length(52)).Should().BeCloseTo(Seconds(50), TimeSpan.FromMilliseconds(1)); // the track less the overlap
        (await Length(500)).Should().BeCloseTo(Seconds(87), TimeSpan.FromMilliseconds(1)); // eight seconds each
        (await Length(22)).Should().BeCloseTo(Seconds(40), TimeSpan.FromMilliseconds(1)); // twice the track

        async Task<TimeSpan> Length(int track)
        {
            var soundtrack = await new SoundtrackPlanner(options: options).PlanAsync(pictures, [new("t", new(0.5f, 0.5f), Seconds(track))]);
            var slides = soundtrack.Slides.ToList();
            (slides[^1].End - slides[^1].Start).Should().Be(Seconds(7));
            slides.Take(10).Should().OnlyContain(slide => slide.End - slide.Start >= Seconds(2.4) && slide.End - slide.Start <= Seconds(8.1));
            return soundtrack.Length;
        }
    }

    [Fact]
    public async Task A_longer_picture_counts_more()
    {
        SoundtrackPicture[] pictures = [new("a", new(0.1f, 0.5f), Seconds(3)), new("b", new(0.9f, 0.5f), Seconds(5))];
        var soundtrack = await new SoundtrackPlanner().PlanAsync(pictures, Tracks(0.1f, 0.9f));
        soundtrack.Parts.Should().ContainSingle().Which.Track.Path.Should().Be("track 1");
        soundtrack.Score.Should().BeApproximately((3 * Similarity.Score(0.8f) + 5) / 8, 1e-6);
    }

    [Fact]
    public async Task The_same_soundtrack_in_a_large_library_with_a_small_gap()
    {
        var random = new RandomSource(9);
        var pictures = Pictures([.. Enumerable.Range(0, 150).Select(_ => (float)random.NextDouble())]);
        SoundtrackTrack[] tracks =
        [
            .. Enumerable.Range(0, 3000).Select(
                i => new SoundtrackTrack($"{i}", new((float)random.NextDouble(), (float)random.NextDouble()), Seconds(60 + i % 200))),
        ];
        var planner = new SoundtrackPlanner(options: new() { ChangeCost = 0.2 });

        var (first, second) = (await planner.PlanAsync(pictures, tracks), await planner.PlanAsync(pictures, tracks));

        first.Parts.Select(part => (part.Track, part.Start)).Should().Equal(second.Parts.Select(part => (part.Track, part.Start)));
        first.Gap.Should().BeLessThan(0.005);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_name()
    {
        var (pictures, tracks) = (Pictures(0.5f), Tracks(0.5f));
        var planner = new SoundtrackPlanner();
        await Refused(() => planner.PlanAsync([], tracks), "There are no pictures.*");
        await Refused(() => planner.PlanAsync(pictures, []), "There are no tracks.*");
        await Refused(() => planner.PlanAsync([new("p.jpg", new(float.NaN, 0))], tracks), "p.jpg: valence and arousal must be finite.*");
        await Refused(() => planner.PlanAsync([new("p.jpg", default, TimeSpan.Zero)], tracks), "p.jpg: its length must be above zero.*");
        await Refused(() => planner.PlanAsync(pictures, [new("t.mp3", default, TimeSpan.Zero)]), "t.mp3: its length must be above zero.*");
        await Refused(() => planner.PlanAsync(pictures, [.. tracks, .. tracks]), "track 0: is listed twice.*");
        await Refused(() => planner.PlanAsync(Pictures(Enumerable.Repeat(0f, 4097)), tracks), "There are 4097 pictures; divide them *");

        static Task Refused(Func<Task> plan, string message) => plan.Should().ThrowAsync<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Refused(new() { ChangeCost = -1 }, "*ChangeCost*");
        Refused(new() { MaximumTracks = 0 }, "*MaximumTracks*");
        Refused(new() { PictureLength = TimeSpan.Zero }, "*PictureLength*");
        Refused(new() { LongestPicture = Seconds(1) }, "*LongestPicture is shorter than ShortestPicture*");

        static void Refused(SoundtrackOptions options, string message) =>
            FluentActions.Invoking(() => new SoundtrackPlanner(options: options)).Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public async Task Planning_can_be_canceled()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Canceling(stop);
        SoundtrackTrack[] tracks = [.. Enumerable.Range(0, 5000).Select(i => new SoundtrackTrack($"{i}", new(i / 5000f, 0.5f), Seconds(100)))];
        await new SoundtrackPlanner().Invoking(p => p.PlanAsync(Pictures(Enumerable.Repeat(0.5f, 100)), tracks, progress, stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    private sealed class Canceling(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }

    private static double Value(Soundtrack soundtrack, SoundtrackOptions options, int count)
    {
        var weights = soundtrack.Slides.Select(slide => (slide.Picture.Length ?? options.PictureLength).TotalSeconds).ToList();
        var mean = weights.Average();
        return soundtrack.Slides.Select((slide, i) => slide.Score * weights[i] / mean).Sum()
            - options.ChangeCost * (soundtrack.Changes + soundtrack.Parts.Sum(part => part.Plays - 1));
    }

    private static (List<SoundtrackPicture>, List<SoundtrackTrack>, SoundtrackOptions) Draw(RandomSource random)
    {
        ValenceArousal Point() => new((float)random.NextDouble(), (float)random.NextDouble());
        var count = 1 + random.Next(8);
        var pictures = Enumerable.Range(0, count)
            .Select(i => new SoundtrackPicture($"{i}", Point(), random.Next(3) == 0 ? Seconds(1 + random.Next(9)) : null)).ToList();
        var tracks = Enumerable.Range(0, 1 + random.Next(5)).Select(i => new SoundtrackTrack($"{i}", Point(), Seconds(5 + random.Next(40)))).ToList();
        return (pictures, tracks, new()
        {
            ChangeCost = random.Next(3) * 0.15, MinimumLength = Seconds(random.Next(4) * 3), Crossfade = Seconds(random.Next(3)),
            MaximumTracks = random.Next(3) == 0 ? 1 + random.Next(3) : null, FitToTracks = random.Next(3) == 0,
        });
    }

    private static SoundtrackPicture[] Pictures(params IEnumerable<float> valences) =>
        [.. valences.Select((valence, i) => new SoundtrackPicture($"picture {i}", new(valence, 0.5f)))];

    private static SoundtrackTrack[] Tracks(params float[] valences) =>
        [.. valences.Select((valence, i) => new SoundtrackTrack($"track {i}", new(valence, 0.5f), Seconds(180)))];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
