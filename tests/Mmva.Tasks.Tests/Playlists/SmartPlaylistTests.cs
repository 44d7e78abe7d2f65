using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Playlists;

public sealed class SmartPlaylistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_region_is_written_as_rules_on_the_tags()
    {
        var path = _folder.File("chill.nsp");

        new SmartPlaylist("Chill \"évening\"", new(0.55f, 0.85f, 0.2f, float.PositiveInfinity)) { Limit = 50, Comment = "calm" }.Write(path);

        var json = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        json.GetProperty("name").GetString().Should().Be("Chill \"évening\"");
        json.GetProperty("comment").GetString().Should().Be("calm");
        json.GetProperty("sort").GetString().Should().Be("random");
        json.GetProperty("limit").GetInt32().Should().Be(50);
        json.GetProperty("all").EnumerateArray().Select(rule => rule.GetRawText().Replace(" ", "").ReplaceLineEndings("")).Should().Equal(
            """{"gt":{"valence":0.5495}}""", """{"lt":{"valence":0.8505}}""", """{"gt":{"arousal":0.1995}}""");
    }

    [Fact]
    public void A_region_without_limits_needs_the_tags_alone()
    {
        var path = _folder.File("all.nsp");

        new SmartPlaylist("All", EmotionRegion.Everywhere).Write(path);

        var rules = JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("all").EnumerateArray().ToList();
        rules.Select(rule => rule.GetProperty("gt").EnumerateObject().Single().Value.GetDouble()).Should().Equal(-1, -1);
    }

    [Fact]
    public void Wrong_values_are_refused()
    {
        FluentActions.Invoking(() => new SmartPlaylist(" ", EmotionRegion.Everywhere)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new SmartPlaylist("a", new(1, 0, 0, 1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new SmartPlaylist("a", EmotionRegion.Everywhere) { Limit = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new SmartPlaylist("a", EmotionRegion.Everywhere).Write(_folder.File("missing/a.nsp")))
            .Should().Throw<PlaylistException>().WithMessage("*a.nsp*");
    }
}
