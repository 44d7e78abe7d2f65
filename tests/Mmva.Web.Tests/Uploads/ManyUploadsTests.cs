using System.Net;

namespace Mmva.Web.Tests.Uploads;

public sealed class ManyUploadsTests
{
    private const int Uploads = 100, Photos = 8;

    // decoded, each photo takes 12 MB and some more for its decoder: all at once would take over 1.2 GB
    private const int Width = 2000, Height = 1500;
    private const long MostGrowth = 400L << 20;

    [Fact]
    public async Task A_hundred_at_once_are_all_answered_as_each_alone_and_memory_stays_bounded()
    {
        using var music = new TemporaryFolder();
        using var server = new WebServer(music.Path);
        await server.InitializeAsync();
        var photos = Enumerable.Range(0, Photos).Select(seed => Pictures.Photo(seed, Width, Height)).ToArray();
        photos[^1] = photos[^1][..^1000];
        var alone = new List<string>();
        foreach (var photo in photos) alone.Add(await AnswerAsync(server, photo));
        alone.Distinct().Should().HaveCount(Photos);
        alone[^1].Should().StartWith($"{HttpStatusCode.UnprocessableEntity}");

        server.Process.Refresh();
        var before = server.Process.WorkingSet64;
        var answers = await Task.WhenAll(Enumerable.Range(0, Uploads).Select(i => AnswerAsync(server, photos[i % Photos])));
        server.Process.Refresh();

        for (var i = 0; i < Uploads; i++) answers[i].Should().Be(alone[i % Photos], $"of upload {i}");
        (server.Process.PeakWorkingSet64 - before).Should().BeLessThan(MostGrowth);
    }

    private static async Task<string> AnswerAsync(WebServer server, byte[] photo)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(photo), "photo", "photo.jpg" } };
        using var response = await server.Client.PostAsync("/api/images", form);
        // the id of the trace differs
        return $"{response.StatusCode} {(await response.Content.ReadAsStringAsync()).Split(",\"traceId\"")[0]}";
    }
}
