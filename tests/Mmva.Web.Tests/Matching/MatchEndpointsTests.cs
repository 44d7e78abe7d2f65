using System.Net;
using System.Text.Json;
using SkiaSharp;

namespace Mmva.Web.Tests.Matching;

[Collection(DemoServer.Name)]
public sealed class MatchEndpointsTests(WebServer server) : IAsyncLifetime
{
    public Task InitializeAsync() => server.ReadLibraryAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_photo_gets_a_place_tracks_and_prompts_best_first()
    {
        using var form = new MultipartFormDataContent { { new StringContent("x"), "note" },
            { new ByteArrayContent(Pictures.Photo(1)), "photo", "my photo.jpg" } };
        var answer = await WebServer.JsonAsync(await server.Client.PostAsync("/api/images", form));

        answer.GetProperty("name").GetString().Should().Be("my photo.jpg");
        ShouldBeRanked(answer, "tracks", "name", 8);
        ShouldBeRanked(answer, "prompts", "text", 4);
    }

    [Fact]
    public async Task Forms_and_bare_bytes_get_the_same_answer()
    {
        var photo = Pictures.Photo(2, format: SKEncodedImageFormat.Png);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(photo), "photo", "x.png" } };
        var (fromForm, bare) = (await WebServer.JsonAsync(await server.Client.PostAsync("/api/images", form)),
            await WebServer.JsonAsync(await server.PostAsync(photo)));

        foreach (var part in new[] { "valence", "arousal", "tracks", "prompts" }) fromForm.GetProperty(part).GetRawText()
            .Should().Be(bare.GetProperty(part).GetRawText());
    }

    [Fact]
    public async Task A_sentence_gets_one_too_and_its_place_asked_for_gives_the_same()
    {
        const string text = "We won! <b>Everybody</b> dances & sings.";
        var sentence = await GetAsync("/api/texts?text=" + Uri.EscapeDataString(text));
        sentence.GetProperty("name").GetString().Should().Be(text);
        ShouldBeRanked(sentence, "tracks", "name", 8);

        var (valence, arousal) = (sentence.GetProperty("valence").GetRawText(), sentence.GetProperty("arousal").GetRawText());
        var place = await GetAsync($"/api/places?valence={valence}&arousal={arousal}");
        foreach (var part in new[] { "valence", "arousal", "tracks", "prompts" }) place.GetProperty(part).GetRawText()
            .Should().Be(sentence.GetProperty(part).GetRawText());
    }

    [Theory]
    [InlineData("/api/texts", "1 to 1000 characters")]
    [InlineData("/api/texts?text=%20%20", "1 to 1000 characters")]
    [InlineData("/api/places?valence=2&arousal=0.5", "between 0 and 1")]
    [InlineData("/api/places?valence=NaN&arousal=0.5", "between 0 and 1")]
    [InlineData("/api/places?valence=high&arousal=0.5", "valence")]
    [InlineData("/api/places", "valence")]
    public async Task What_makes_no_sense_is_refused(string address, string reason)
    {
        using var response = await server.Client.GetAsync(address);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await WebServer.JsonAsync(response)).GetProperty("detail").GetString().Should().Contain(reason);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("海")]
    [InlineData("🌊")]
    public async Task The_longest_sentence_is_taken_in_any_script(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 1000 / character.Length));

        (await GetAsync("/api/texts?text=" + Uri.EscapeDataString(text))).GetProperty("name").GetString().Should().Be(text);
    }

    [Fact]
    public async Task Too_long_a_sentence_is_refused() =>
        (await server.Client.GetAsync("/api/texts?text=" + new string('x', 1001))).StatusCode.Should().Be(HttpStatusCode.BadRequest);

    private async Task<JsonElement> GetAsync(string address) => await WebServer.JsonAsync(await server.Client.GetAsync(address));

    // similarity is Eq. 1 of the places shown
    private static void ShouldBeRanked(JsonElement answer, string list, string text, int count)
    {
        var (valence, arousal) = (answer.GetProperty("valence").GetDouble(), answer.GetProperty("arousal").GetDouble());
        valence.Should().BeInRange(0, 1);
        arousal.Should().BeInRange(0, 1);
        var matches = answer.GetProperty(list).EnumerateArray().ToList();
        matches.Should().HaveCount(count);
        matches.Select(match => match.GetProperty(text).GetString()).Should().OnlyHaveUniqueItems().And.NotContain("");
        matches.Select(match => match.GetProperty("similarity").GetDouble()).Should().BeInDescendingOrder();
        foreach (var match in matches)
        {
            var distance = Math.Sqrt(Math.Pow(match.GetProperty("valence").GetDouble() - valence, 2) + Math.Pow(match
                .GetProperty("arousal").GetDouble() - arousal, 2));
            match.GetProperty("similarity").GetDouble().Should().BeApproximately(Math.Exp(-distance / 0.3563004), 1e-5, match.GetRawText());
        }
    }
}
