using Mmva.Tasks;
using Web.Music;
using Web.OpenSubsonic;

namespace Mmva.Web.Tests;

public sealed class SonicMatchesTests : IDisposable
{
    private readonly MusicFolder _folder = new(Path.GetTempPath());
    private readonly InMemoryEmotionIndex _index = new();
    private readonly MusicLibrary _library;
    private readonly SonicMatches _matches;

    public SonicMatchesTests()
    {
        _library = new(_folder);
        _matches = new(_index, new PlaylistMaker(_index), _library, new());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_path_moves_in_even_steps_without_turning_back()
    {
        // a grid of 21 x 21 tracks
        for (var i = 0; i < 441; i++) await AddAsync($"{i}", new(i % 21 / 20f, i / 21 / 20f));
        var path = await _matches.PathAsync("0", "440", 11, default);

        path.Select(match => match.Track.Id).Should().HaveCount(11).And.OnlyHaveUniqueItems();
        (path[0].Track.Id, path[^1].Track.Id).Should().Be(("0", "440"));
        path.Select(match => match.Similarity).Should().BeInDescendingOrder();
        var steps = path.Zip(path.Skip(1), (a, b) => a.Track.Emotion.DistanceTo(b.Track.Emotion)).ToList();
        steps.Should().OnlyContain(step => Math.Abs(step - Math.Sqrt(2) / 10) < 0.01);
    }

    [Fact]
    public async Task A_path_has_music_only()
    {
        await AddAsync("start", new(0.1f, 0.1f));
        await AddAsync("end", new(0.2f, 0.1f));
        await AddAsync("between", new(0.16f, 0.12f));
        await _index.AddAsync([new EmotionItem("photo", Modality.Image, new(0.15f, 0.1f))]);
        (await _matches.PathAsync("start", "end", 25, default)).Select(match => match.Track.Id).Should().Equal("start", "between", "end");
    }

    [Fact]
    public async Task Tracks_at_one_point_have_a_path_as_well()
    {
        for (var i = 0; i < 5; i++) await AddAsync($"{i}", new(0.5f, 0.5f));
        var path = await _matches.PathAsync("0", "1", 4, default);
        path.Should().HaveCount(4).And.OnlyContain(match => match.Similarity == 1);
        path.Select(match => match.Track.Id).Should().OnlyHaveUniqueItems();
        (await _matches.SimilarAsync("0", 10, default)).Select(match => match.Track.Id).Should().BeEquivalentTo("1", "2", "3", "4");
    }

    [Fact]
    public async Task An_unknown_song_is_named()
    {
        await AddAsync("known", new(0.5f, 0.5f));
        foreach (var call in new Func<Task>[]
        {
            () => _matches.SimilarAsync("x", 1, default), () => _matches.PathAsync("known", "x", 5, default),
            () => _matches.PathAsync("x", "known", 5, default),
        })
            (await call.Should().ThrowAsync<SubsonicException>().WithMessage("*'x'*")).Which.Code.Should().Be(70);
    }

    private async Task AddAsync(string id, ValenceArousal point)
    {
        await _index.AddAsync([new(id, Modality.Music, point)]);
        _library.Add(new Track(id, id, $"{id}.mp3", point));
    }
}
