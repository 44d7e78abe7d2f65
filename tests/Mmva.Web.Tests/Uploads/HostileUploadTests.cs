using System.Net;
using System.Text;

namespace Mmva.Web.Tests.Uploads;

[Collection(DemoServer.Name)]
public sealed class HostileUploadTests(WebServer server)
{
    private static readonly byte[] Photo = Pictures.Photo(1);

    private static readonly Dictionary<string, byte[]> Hostile = new()
    {
        ["nothing"] = [],
        ["text"] = "no picture at all"u8.ToArray(),
        ["SVG"] = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray(),
        ["sound"] = [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, .. new byte[40]],
        ["a cut JPEG"] = Photo[..(Photo.Length / 2)],
        ["the head of a JPEG"] = Photo[..3],
        ["a PNG bomb"] = Pictures.PngBomb(),
        ["a WebP bomb"] = Pictures.WebPBomb(),
        ["more bytes than are taken"] = new byte[101 << 20],
        ["far more bytes than are taken"] = new byte[160 << 20],
    };

    [Theory]
    [InlineData("nothing", 400, "The request holds no picture")]
    [InlineData("text", 415, "is not a supported image")]
    [InlineData("SVG", 415, "is not a supported image")]
    [InlineData("sound", 415, "it looks like WAV")]
    [InlineData("a cut JPEG", 422, "truncated")]
    [InlineData("the head of a JPEG", 422, "The picture: ")]
    [InlineData("a PNG bomb", 422, "100000 × 90000 pixels, more than")]
    [InlineData("a WebP bomb", 422, "The picture: ")]
    [InlineData("more bytes than are taken", 413, "at most 104.9 MB are taken")]
    [InlineData("far more bytes than are taken", 413, "at most 104.9 MB are taken")]
    public async Task What_is_no_good_picture_is_refused_with_the_reason(string what, int status, string reason)
    {
        using var response = await server.PostAsync(Hostile[what], "image/png");

        await ShouldBeRefused(response, status, reason, what);
        (await server.PostAsync(Photo)).StatusCode.Should().Be(HttpStatusCode.OK, "the next one is answered");
    }

    [Theory]
    [InlineData("multipart/form-data", "x", 400, "The form has no boundary")]
    [InlineData("multipart/form-data; boundary=b",
        "", 400, "The form cannot be read")]
    [InlineData("multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n", 400, "The form has no file.")]
    [InlineData("multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.png\"\r\n\r\nabc", 400, "The form cannot be read")]
    [InlineData("multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.png\"\r\n\r\n\r\n--b--\r\n", 400, "The request holds no picture")]
    [InlineData("multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"../../x/<b>a.png\"\r\n\r\nabc\r\n--b--\r\n",
        415, "<b>a.png: is not a supported image")]
    public async Task So_is_a_form_without_one(string type, string body, int status, string reason) =>
        await ShouldBeRefused(await server.PostAsync(Encoding.UTF8.GetBytes(body), type), status, reason, body);

    [Fact]
    public async Task So_is_too_large_a_form_and_too_large_a_body_of_unknown_length()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[(100 << 20) + 1]), "photo", "large.jpg" } };
        await ShouldBeRefused(await server.Client.PostAsync("/api/images", form), 413, "at most 104.9 MB are taken", "form");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/images") { Content = new ByteArrayContent(new byte[(100 << 20) + 1]),
            Headers = { TransferEncodingChunked = true } };
        await ShouldBeRefused(await server.Client.SendAsync(request), 413, "at most 104.9 MB are taken", "chunked");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=\"")]
    public async Task The_content_says_what_it_is_not_the_client(string type)
    {
        var expected = await (await server.PostAsync(Photo, "image/jpeg")).Content.ReadAsStringAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/images") { Content = new ByteArrayContent(Photo) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await server.Client.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).Should().Be(expected);
    }

    [Fact]
    public async Task Nonsense_in_the_metadata_changes_nothing()
    {
        var expected = await (await server.PostAsync(Photo)).Content.ReadAsStringAsync();

        (await (await server.PostAsync(Pictures.WithHostileMetadata(Photo))).Content.ReadAsStringAsync()).Should().Be(expected);
    }

    [Fact]
    public async Task Nothing_is_written_to_disk()
    {
        await server.ReadLibraryAsync();
        var before = server.TemporaryFiles();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Photo(2, 3000, 2000)), "photo", "large.jpg" } };
        (await server.Client.PostAsync("/api/images", form)).StatusCode.Should().Be(HttpStatusCode.OK);

        server.TemporaryFiles().Should().Equal(before, "only the demo tracks and what the runtime keeps lie there");
    }

    private static async Task ShouldBeRefused(HttpResponseMessage response, int status, string reason, string what)
    {
        ((int)response.StatusCode).Should().Be(status, what);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var text = await response.Content.ReadAsStringAsync();
        text.Should().NotContain("   at ").And.NotContain("Exception");
        (await WebServer.JsonAsync(response)).GetProperty("detail").GetString().Should().Contain(reason, what);
    }
}
