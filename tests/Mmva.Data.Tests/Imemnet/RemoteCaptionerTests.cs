using Mmva.TestSupport;

namespace Mmva.Data.Tests;

public sealed class RemoteCaptionerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("""{"caption": " A piano. "}""")]
    [InlineData("""[{"generated_text": "A piano."}]""")]
    [InlineData("""{"text": "A piano."}""")]
    public async Task The_clip_is_sent_and_the_caption_comes_back(string answer)
    {
        using var server = new LoopbackServer(request =>
            new(request.Method == "POST" && request.Headers["Content-Type"] == "audio/wav" ? 200 : 400, answer));

        (await Captioner(server).CaptionAsync(Clip())).Should().Be("A piano.");
        server.Requests[0].Headers["Content-Length"].Should().Be((44 + 2 * 20).ToString(), "the clip is a fifth of the song");
    }

    [Fact]
    public async Task An_overloaded_server_is_asked_again()
    {
        var count = 0;
        using var server = new LoopbackServer(_ => ++count < 3 ? new(429, "", ("Retry-After", "0")) : new(200, """{"caption": "A piano."}"""));

        (await Captioner(server).CaptionAsync(Clip())).Should().Be("A piano.");
        count.Should().Be(3);
    }

    [Theory]
    [InlineData(404, "", "*answered 404.")]
    [InlineData(200, "<html>", "*answered with something other than JSON*")]
    [InlineData(200, """{"caption": "\ud800"}""", "*answered with something other than JSON*")]
    [InlineData(200, "[]", "*answered without caption, generated_text, text.")]
    [InlineData(200, """{"caption": ""}""", "*answered without caption, generated_text, text.")]
    public async Task Other_answers_are_errors(int status, string answer, string error)
    {
        using var server = new LoopbackServer(_ => new(status, answer));

        var caption = () => Captioner(server).CaptionAsync(Clip());

        await caption.Should().ThrowAsync<MmvaException>().WithMessage($"The captioner {server.Address} {error[1..]}");
    }

    private RemoteCaptioner Captioner(LoopbackServer server) => new(_client, server.Address, new AudioDecoder());

    private MusicClip Clip()
    {
        // samples of 0, so that the body is ASCII apart from its header
        var song = _folder.Write("7.wav", WavFile.Encode(new(new float[100], 10)));
        return new(new("7-2", song, default, "deam/7"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }
}
