using System.Net;

namespace Mmva.Web.Tests.Http;

[Collection(DemoServer.Name)]
public sealed class SecurityTests(WebServer server)
{
    [Theory]
    [InlineData("/", 200)]
    [InlineData("/page.js", 200)]
    [InlineData("/api/library", 200)]
    [InlineData("/api/texts", 400)]
    [InlineData("/nowhere", 404)]
    [InlineData("/..%2fappsettings.json", 404)]
    [InlineData("/appsettings.json", 404)]
    [InlineData("/api/images", 405)]
    public async Task Every_answer_tells_the_browser_to_trust_nothing_else(string address, int status)
    {
        using var response = await server.Client.GetAsync(address);

        ((int)response.StatusCode).Should().Be(status);
        response.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Which
            .Should().StartWith("default-src 'none'; script-src 'self';").And.NotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.Contains("Server").Should().BeFalse();
        if (status >= 400) response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Other_names_for_this_computer_are_not_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/library") { Headers = { Host = "evil.example" } };

        (await server.Client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }
}
