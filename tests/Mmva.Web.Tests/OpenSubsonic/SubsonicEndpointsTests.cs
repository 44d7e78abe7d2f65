using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace Mmva.Web.Tests;

[Collection(DemoServer.Name)]
public sealed class SubsonicEndpointsTests(WebServer server) : IAsyncLifetime
{
    private const string Client = "u=demo&t=26719a1196d2a940705a59634eb18eab&s=c19b2d&v=1.16.1&c=test";

    private static readonly XNamespace Subsonic = "http://subsonic.org/restapi";

    private Dictionary<string, ValenceArousal> _tracks = [];

    public async Task InitializeAsync() => _tracks = (await server.ReadLibraryAsync()).GetProperty("tracks").EnumerateArray().ToDictionary(
        track => track.GetProperty("id").GetString()!,
        track => new ValenceArousal(track.GetProperty("valence").GetSingle(), track.GetProperty("arousal").GetSingle()));

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("ping")]
    [InlineData("getOpenSubsonicExtensions")]
    [InlineData("getSonicSimilarTracks")]
    [InlineData("getSonicSimilarTracks?id=nobody")]
    [InlineData("findSonicPath?startSongId=nobody&endSongId=nobody")]
    public async Task Every_answer_conforms_to_the_specification(string method)
    {
        var answer = await GetAsync(method);
        SubsonicSchema.ShouldConform(answer);
        var response = answer.GetProperty("subsonic-response");
        (response.GetProperty("version").GetString(), response.GetProperty("type").GetString()).Should().Be(("1.16.1", "mmva"));
    }

    [Fact]
    public void The_check_notices_what_does_not_conform()
    {
        foreach (var wrong in new[]
        {
            """ "status":"ok", "sonicMatches":[] """, """ "status":"ok", "sonicMatch":[{"id":"x"}] """,
            """ "status":"failed", "error":{"code":404} """,
        })
        {
            const string common = """ "version":"1.16.1", "type":"mmva", "serverVersion":"1", "openSubsonic":true """;
            using var answer = JsonDocument.Parse($"{{\"subsonic-response\":{{{common},{wrong}}}}}");
            FluentActions.Invoking(() => SubsonicSchema.ShouldConform(answer.RootElement)).Should().Throw<Xunit.Sdk.XunitException>();
        }
    }

    [Fact]
    public async Task The_extension_is_announced_with_its_version()
    {
        var extensions = (await GetAsync("getOpenSubsonicExtensions.view")).GetProperty("subsonic-response").GetProperty("openSubsonicExtensions");
        extensions.EnumerateArray().Select(one => $"{one.GetProperty("name")} {one.GetProperty("versions")[0]}")
            .Should().Equal("sonicSimilarity 1", "formPost 1");
    }

    [Fact]
    public async Task Similar_tracks_are_the_nearest_without_the_track_itself()
    {
        foreach (var (id, point) in _tracks)
        {
            var answer = await GetAsync($"getSonicSimilarTracks?id={id}&count=3");
            SubsonicSchema.ShouldConform(answer);
            var matches = Matches(answer);
            matches.Select(match => match.Id).Should().Equal(
                _tracks.Where(other => other.Key != id).OrderBy(other => other.Value.DistanceTo(point)).Take(3).Select(other => other.Key));
            matches.Select(match => match.Similarity).Should().Equal(
                matches.Select(match => Math.Exp(-_tracks[match.Id].DistanceTo(point) / EmotionalSimilarity.ImemnetSigma)),
                (a, b) => Math.Abs(a - b) < 0.05, "σ is that of the shipped model, near that of IMEMNet");
        }
        Matches(await GetAsync($"getSonicSimilarTracks?id={_tracks.Keys.First()}")).Should().HaveCount(7, "all others; ten are the default");
    }

    [Fact]
    public async Task A_path_begins_and_ends_with_the_two_songs()
    {
        var (start, end) = (_tracks.MinBy(track => track.Value.Arousal).Key, _tracks.MaxBy(track => track.Value.Arousal).Key);
        foreach (var count in new[] { 2, 4, 25 })
        {
            var answer = await GetAsync($"findSonicPath?startSongId={start}&endSongId={end}&count={count}");
            SubsonicSchema.ShouldConform(answer);
            var path = Matches(answer);
            path.Count.Should().BeInRange(2, count);
            path.Select(match => match.Id).Should().OnlyHaveUniqueItems();
            (path[0].Id, path[0].Similarity, path[^1].Id).Should().Be((start, 1.0, end));
        }
        Matches(await GetAsync($"findSonicPath?startSongId={start}&endSongId={start}")).Should().ContainSingle().Which.Should().Be((start, 1.0));
    }

    [Theory]
    [InlineData("getSonicSimilarTracks", 10, "'id' is missing")]
    [InlineData("getSonicSimilarTracks?id=", 10, "'id' is missing")]
    [InlineData("getSonicSimilarTracks?id=../etc/passwd", 70, "no song '../etc/passwd'")]
    [InlineData("getSonicSimilarTracks?id=x&count=0", 0, "'count' must be a number from 1 to 500")]
    [InlineData("getSonicSimilarTracks?id=x&count=many", 0, "'count' must be")]
    [InlineData("findSonicPath?startSongId=x", 10, "'endSongId' is missing")]
    [InlineData("ping?f=jsonp&callback=x", 0, "'jsonp' is not supported")]
    public async Task Failures_have_the_codes_of_the_api(string method, int code, string message)
    {
        using var response = await server.Client.GetAsync(AddressOf(method));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        if (method.Contains("jsonp"))
        {
            var error = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Element(Subsonic + "error")!;
            ((int)error.Attribute("code")!).Should().Be(code);
            ((string)error.Attribute("message")!).Should().Contain(message);
            return;
        }
        var answer = await WebServer.JsonAsync(response);
        SubsonicSchema.ShouldConform(answer);
        var failed = answer.GetProperty("subsonic-response");
        failed.GetProperty("error").GetProperty("code").GetInt32().Should().Be(code);
        failed.GetProperty("error").GetProperty("message").GetString().Should().Contain(message);
    }

    [Fact]
    public async Task Two_songs_do_not_fit_into_a_path_of_one()
    {
        var ids = _tracks.Keys.ToList();
        (await GetAsync($"findSonicPath?startSongId={ids[0]}&endSongId={ids[1]}&count=1")).GetProperty("subsonic-response").GetProperty("error")
            .GetProperty("message").GetString().Should().Contain("at least 2");
    }

    [Fact]
    public async Task Xml_is_the_default_and_has_the_same_answer()
    {
        var id = _tracks.Keys.First();
        var expected = Matches(await GetAsync($"getSonicSimilarTracks?id={id}"));
        using var response = await server.Client.GetAsync($"/rest/getSonicSimilarTracks.view?id={id}&{Client}");
        response.Content.Headers.ContentType!.ToString().Should().Be("application/xml; charset=utf-8");
        var root = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        root.Name.Should().Be(Subsonic + "subsonic-response");
        ((string?)root.Attribute("status"), (string?)root.Attribute("openSubsonic")).Should().Be(("ok", "true"));
        root.Elements(Subsonic + "sonicMatch").Select(match => ((string)match.Element(Subsonic + "entry")!.Attribute("id")!,
            (double)match.Attribute("similarity")!)).Should().Equal(expected);
    }

    [Fact]
    public async Task A_form_works_like_an_address()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = _tracks.Keys.First(), ["f"] = "json", ["count"] = "2" });
        using var response = await server.Client.PostAsync("/rest/getSonicSimilarTracks", form);
        Matches(await WebServer.JsonAsync(response)).Should().HaveCount(2);

        using var large = new StringContent(new string('x', 100_000), null, "application/x-www-form-urlencoded");
        (await server.Client.PostAsync("/rest/ping", large)).StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencodedmultipart/form-data", 1, HttpStatusCode.OK)]
    [InlineData("application/x-www-form-urlencoded", 3000, HttpStatusCode.BadRequest)]
    public async Task A_form_that_cannot_be_read_is_no_fault_of_the_server(string type, int keys, HttpStatusCode status)
    {
        using var form = new StringContent(string.Join('&', Enumerable.Range(0, keys).Select(key => $"k{key}")));
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", type);

        using var response = await server.Client.PostAsync("/rest/ping", form);

        response.StatusCode.Should().Be(status);
    }

    private async Task<JsonElement> GetAsync(string method) =>
        await WebServer.JsonAsync(await server.Client.GetAsync(AddressOf(method + (method.Contains('?') ? '&' : '?') + "f=json")));

    private static string AddressOf(string method) =>
        $"/rest/{method}{(method.Contains('?') ? '&' : '?')}{Client}{(method.Contains("f=") ? "" : "&f=json")}";

    private static List<(string Id, double Similarity)> Matches(JsonElement answer) =>
        [.. answer.GetProperty("subsonic-response").GetProperty("sonicMatch").EnumerateArray()
            .Select(match => (match.GetProperty("entry").GetProperty("id").GetString()!, match.GetProperty("similarity").GetDouble()))];
}
