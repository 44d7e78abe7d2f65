namespace Mmva.Tasks.Tests.Playlists;

public sealed class PlaylistMakerTests
{
    private static readonly ValenceArousal Calm = new(0.3f, 0.1f), Lively = new(0.8f, 0.9f);

    [Fact]
    public async Task A_path_has_even_steps_and_no_track_twice()
    {
        var maker = Library.Maker(Library.Create(20_000));

        var playlist = await maker.FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfTracks(40));

        playlist.Tracks.Should().HaveCount(40);
        playlist.Tracks.Select(track => track.Id).Should().OnlyHaveUniqueItems();
        var step = Calm.DistanceTo(Lively) / 39;
        playlist.LargestStep.Should().BeLessThan(1.7 * step);
        for (var i = 0; i < 40; i++) playlist.Tracks[i].Emotion.DistanceTo(At(i / 39.0)).Should().BeLessThan(0.02);
        playlist.Duration.Should().Be(TimeSpan.FromTicks(playlist.Tracks.Sum(track => track.Info.Duration!.Value.Ticks)));
    }

    [Fact]
    public async Task A_path_through_a_small_library_is_smoother_than_the_nearest_track_left_at_each_step()
    {
        var worse = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var items = Library.Create(60, seed: seed);
            var playlist = await Library.Maker(items).FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfTracks(20));

            var (left, greedy) = (items.ToList(), new List<EmotionItem>());
            for (var i = 0; i < 20; i++)
            {
                greedy.Add(left.MinBy(item => item.Emotion.DistanceTo(At(i / 19.0)))!);
                left.Remove(greedy[^1]);
            }
            var steps = Squares(greedy.Select(item => item.Emotion));
            if (Squares(playlist.Tracks.Select(track => track.Emotion)) > steps) worse++;
        }
        worse.Should().BeLessThanOrEqualTo(1);

        static double Squares(IEnumerable<ValenceArousal> points)
        {
            var all = points.ToList();
            return all.Zip(all.Skip(1), (a, b) => a.DistanceTo(b) * a.DistanceTo(b)).Sum();
        }
    }

    [Fact]
    public async Task Tracks_at_the_ends_are_included_and_other_stops_are_passed()
    {
        var items = Library.Create(5000);
        var maker = Library.Maker(items);

        var playlist = await maker.FollowAsync(
            [PlaylistStop.Track("track 7"), PlaylistStop.At(new(0.5f, 0.95f)), PlaylistStop.Track("track 11")], PlaylistLength.OfTracks(21));

        playlist.Tracks[0].Id.Should().Be("track 7");
        playlist.Tracks[10].Emotion.DistanceTo(new(0.5f, 0.95f)).Should().BeLessThan(0.05);
        playlist.Tracks[20].Id.Should().Be("track 11");
        playlist.Tracks.Select(track => track.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Positions_say_when_a_stop_is_passed()
    {
        var maker = Library.Maker(Library.Create(20_000));
        PlaylistStop[] stops = [PlaylistStop.At(Calm), PlaylistStop.At(Lively, 0.25), PlaylistStop.At(Calm)];

        var playlist = await maker.FollowAsync(stops, PlaylistLength.OfTracks(41));

        playlist.Tracks[10].Emotion.DistanceTo(Lively).Should().BeLessThan(0.03);
        playlist.Tracks[40].Emotion.DistanceTo(Calm).Should().BeLessThan(0.03);
        PlaylistStop[] descending = [PlaylistStop.At(Calm), PlaylistStop.At(Lively, 0.7), PlaylistStop.At(Calm, 0.4)];
        await maker.Awaiting(m => m.FollowAsync(descending, PlaylistLength.OfTracks(5)))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*0.4*");
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("duplicate")]
    [InlineData("collinear")]
    public async Task Each_artist_has_one_track_unless_that_is_turned_off(string cloud)
    {
        var items = Library.Create(2000, artists: 30, cloud);

        var playlist = await Library.Maker(items).FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfTracks(30));
        var more = await Library.Maker(items).FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfTracks(50));
        var any = await Library.Maker(items, new() { OnePerArtist = false }).FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfTracks(50));

        playlist.Tracks.Should().HaveCount(30);
        playlist.Tracks.Select(track => track.Info.Artist).Should().OnlyHaveUniqueItems();
        more.Tracks.Should().HaveCount(30, "there are 30 artists");
        any.Tracks.Should().HaveCount(50);
    }

    [Fact]
    public async Task Artists_are_compared_without_case_and_various_artists_are_none()
    {
        ValenceArousal point = new(0.5f, 0.5f);
        var maker = Library.Maker(
        [
            Library.Item("1", point, "Björk"), Library.Item("2", point, " björk"), Library.Item("3", point, "Various Artists"),
            Library.Item("4", point, "various artists"), Library.Item("5", point), new("6", Modality.Image, point), new("7", Modality.Music, point),
        ]);

        var playlist = await maker.FollowAsync(Library.Stops(point), PlaylistLength.OfTracks(100));

        playlist.Tracks.Should().HaveCount(5).And.NotContain(track => track.Id == "6");
        playlist.Tracks.Single(track => track.Id == "7").Info.Path.Should().Be("7", "an item without a payload has its path as id");
    }

    [Theory]
    [InlineData(20, 4000)]
    [InlineData(45, 4000)]
    [InlineData(180, 4000)]
    [InlineData(45, 40)]
    public async Task A_duration_is_met_within_a_track(int minutes, int tracks)
    {
        var items = Library.Create(tracks);
        for (ulong seed = 0; seed < 5; seed++)
        {
            var duration = TimeSpan.FromMinutes(minutes);

            var path = await Library.Maker(items).FollowAsync(Library.Stops(Calm, Lively, Calm), PlaylistLength.OfDuration(duration), seed);
            var mix = await Library.Maker(items).MixAsync(MoodMix.Find("cooking")!.Region, PlaylistLength.OfDuration(duration), seed);

            foreach (var playlist in new[] { path, mix })
            {
                var longest = playlist.Tracks.Max(track => track.Info.Duration!.Value);
                (playlist.Duration - duration).Duration().Should().BeLessThan(longest / 2);
                playlist.Tracks.Select(track => track.Id).Should().OnlyHaveUniqueItems();
            }
        }
    }

    [Fact]
    public async Task A_duration_counts_time_and_not_tracks()
    {
        // calm tracks take ten minutes, lively ones two: the middle of the time is not the middle of the tracks
        var items = Library.Create(4000).Select(item => Library.Item(
            item.Id, item.Emotion, duration: TimeSpan.FromMinutes(item.Emotion.Arousal < 0.5f ? 10 : 2))).ToArray();

        var playlist = await Library.Maker(items).FollowAsync(
            Library.Stops(new(0.5f, 0), new(0.5f, 1)), PlaylistLength.OfDuration(TimeSpan.FromHours(5)));

        var (time, at) = (TimeSpan.Zero, 0);
        while (time < TimeSpan.FromHours(2.5)) time += playlist.Tracks[at++].Info.Duration!.Value;
        playlist.Tracks[at].Emotion.Arousal.Should().BeApproximately(0.5f, 0.08f);
    }

    [Fact]
    public async Task A_very_long_track_is_left_out_of_a_duration()
    {
        var items = Library.Create(300).Append(Library.Item("opera", new(0.55f, 0.5f), duration: TimeSpan.FromHours(3))).ToArray();

        var (maker, stops) = (Library.Maker(items), Library.Stops(new ValenceArousal(0.55f, 0.5f)));
        var playlist = await maker.FollowAsync(stops, PlaylistLength.OfDuration(TimeSpan.FromHours(1)));
        var counted = await maker.FollowAsync(stops, PlaylistLength.OfTracks(5));

        playlist.Tracks.Should().NotContain(track => track.Id == "opera");
        counted.Tracks.Should().Contain(track => track.Id == "opera");
    }

    [Fact]
    public async Task Unknown_durations_count_as_assumed()
    {
        var items = Library.Create(200).Select(item => new EmotionItem(item.Id, Modality.Music, item.Emotion)).ToArray();

        var playlist = await Library.Maker(items, new() { AssumedDuration = TimeSpan.FromMinutes(5) })
            .FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfDuration(TimeSpan.FromMinutes(61)));

        playlist.Tracks.Should().HaveCount(12);
        playlist.Duration.Should().Be(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_playlist_in_any_order_of_the_index()
    {
        var items = Library.Create(3000, artists: 400);
        var (one, other) = (Library.Maker(items), Library.Maker(items.Reverse()));
        var (stops, length, region) = (Library.Stops(Calm, Lively), PlaylistLength.OfTracks(25), MoodMix.Find("Road trip")!.Region);

        Ids(await one.FollowAsync(stops, length)).Should().Equal(Ids(await other.FollowAsync(stops, length)));
        Ids(await one.FollowAsync(stops, length, 5)).Should().Equal(Ids(await other.FollowAsync(stops, length, 5)));
        Ids(await one.MixAsync(region, length, 5)).Should().Equal(Ids(await other.MixAsync(region, length, 5)));
        Ids(await one.FollowAsync(stops, length, 5)).Intersect(Ids(await one.FollowAsync(stops, length, 6))).Count().Should().BeLessThan(20);
        Ids(await one.MixAsync(region, length, 5)).Intersect(Ids(await one.MixAsync(region, length, 6))).Count().Should().BeLessThan(15);
    }

    [Fact]
    public async Task A_seed_does_not_shorten_a_playlist()
    {
        var maker = Library.Maker(Library.Create(30));

        (await maker.FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfTracks(30), seed: 3)).Tracks.Should().HaveCount(30);
        (await maker.FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfTracks(40), seed: 3)).Tracks.Should().HaveCount(30);
    }

    [Fact]
    public async Task A_mix_has_tracks_of_its_region_and_then_the_nearest()
    {
        var region = new EmotionRegion(0.4f, 0.6f, 0.4f, 0.6f);
        var maker = Library.Maker(Library.Create(1000, artists: 500));

        var few = await maker.MixAsync(region, PlaylistLength.OfTracks(10));
        var many = await maker.MixAsync(region, PlaylistLength.OfTracks(200));

        few.Tracks.Should().HaveCount(10).And.OnlyContain(track => region.Contains(track.Emotion));
        many.Tracks.Should().HaveCount(200);
        many.Tracks.Select(track => track.Info.Artist).Should().OnlyHaveUniqueItems();
        many.Tracks.Max(track => track.Emotion.DistanceTo(region.Center)).Should().BeLessThan(0.45);
        few.Tracks[0].Emotion.Arousal.Should().Be(few.Tracks.Min(track => track.Emotion.Arousal));
    }

    [Fact]
    public async Task An_index_without_music_gives_an_empty_playlist()
    {
        var maker = Library.Maker([new("picture", Modality.Image, Calm)]);

        (await maker.FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfTracks(5))).Tracks.Should().BeEmpty();
        (await maker.FollowAsync(Library.Stops(Calm, Lively), PlaylistLength.OfDuration(TimeSpan.FromHours(1)), 1)).Tracks.Should().BeEmpty();
        (await maker.MixAsync(EmotionRegion.Everywhere, PlaylistLength.OfDuration(TimeSpan.FromHours(1)))).Tracks.Should().BeEmpty();
        (await maker.MixAsync(EmotionRegion.Everywhere, PlaylistLength.OfTracks(5))).LargestStep.Should().Be(0);
    }

    [Fact]
    public async Task Wrong_requests_are_refused()
    {
        var maker = Library.Maker([Library.Item("song", Calm), new("picture", Modality.Image, Calm)]);
        var length = PlaylistLength.OfTracks(3);

        await maker.Awaiting(m => m.FollowAsync([], length)).Should().ThrowAsync<ArgumentException>();
        await maker.Awaiting(m => m.FollowAsync(Library.Stops(Calm), default)).Should().ThrowAsync<ArgumentException>();
        await maker.Awaiting(m => m.MixAsync(EmotionRegion.Everywhere, default)).Should().ThrowAsync<ArgumentException>();
        await maker.Awaiting(m => m.MixAsync(new(1, 0, 0, 1), length)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await maker.Awaiting(m => m.FollowAsync([PlaylistStop.Track("song"), PlaylistStop.Track("song")], length))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*'song'*twice*");
        await maker.Awaiting(m => m.FollowAsync([PlaylistStop.Track("nothing")], length))
            .Should().ThrowAsync<PlaylistException>().WithMessage("*'nothing'*");
        await maker.Awaiting(m => m.FollowAsync([PlaylistStop.Track("picture")], length))
            .Should().ThrowAsync<PlaylistException>().WithMessage("*'picture' is not music*");
        await maker.Awaiting(m => m.FollowAsync(Library.Stops(Calm), length, null, new(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();
        await maker.Awaiting(m => m.MixAsync(EmotionRegion.Everywhere, length, 0, new(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();
        FluentActions.Invoking(() => PlaylistStop.At(new(float.NaN, 0))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => PlaylistStop.Track("a", 1.5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => PlaylistLength.OfTracks(1001)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => PlaylistLength.OfDuration(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static ValenceArousal At(double share) =>
        new((float)(Calm.Valence + share * (Lively.Valence - Calm.Valence)), (float)(Calm.Arousal + share * (Lively.Arousal - Calm.Arousal)));

    private static IEnumerable<string> Ids(Playlist playlist) => playlist.Tracks.Select(track => track.Id);
}
