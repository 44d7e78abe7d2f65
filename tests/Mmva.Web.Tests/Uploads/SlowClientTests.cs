using System.Net;
using System.Net.Sockets;
using System.Text;
using Web.Uploads;

namespace Mmva.Web.Tests.Uploads;

/// <summary>With memory for one picture only, whoever does not send his holds up the others, but not for long.</summary>
public sealed class SlowClientTests : IDisposable
{
    private static readonly byte[] Photo = Pictures.Photo(1, 320, 240);

    private readonly TemporaryFolder _music = new();

    public void Dispose() => _music.Dispose();

    [Fact]
    public async Task Who_sends_too_slowly_is_told_so_and_the_next_one_is_answered()
    {
        using var server = await StartAsync(TimeSpan.FromSeconds(2));
        using var slow = await ConnectAsync(server);
        var next = server.PostAsync(Photo);

        using var answer = new StreamReader(slow.GetStream());
        (await answer.ReadLineAsync()).Should().Be("HTTP/1.1 408 Request Timeout");
        (await next).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_leaves_makes_room_at_once()
    {
        using var server = await StartAsync(TimeSpan.FromMinutes(10));
        var slow = await ConnectAsync(server);
        var next = server.PostAsync(Photo);
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        await FluentActions.Awaiting(() => server.PostAsync(Photo, cancellationToken: impatient.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        next.IsCompleted.Should().BeFalse("the memory is taken");
        slow.Dispose();

        (await next).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_does_not_say_how_much_will_come_holds_nobody_up()
    {
        using var server = await StartAsync(TimeSpan.FromMinutes(10), UploadReader.FirstBytes * 2);
        using var slow = await ConnectAsync(server, "Transfer-Encoding: chunked", "1\r\na\r\n");

        (await server.PostAsync(Photo)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_large_body_of_unknown_length_gets_the_memory_it_needs_if_that_is_free()
    {
        using var server = await StartAsync(TimeSpan.FromMinutes(10), UploadReader.FirstBytes * 4);
        byte[] large = [.. Photo, .. new byte[UploadReader.FirstBytes * 3 - Photo.Length]];
        var expected = await (await server.PostAsync(large)).Content.ReadAsStringAsync();
        (await PostChunkedAsync(server, large)).Should().Be((HttpStatusCode.OK, expected));

        using var slow = await ConnectAsync(server, $"Content-Length: {UploadReader.FirstBytes * 2}");
        (await PostChunkedAsync(server, large)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Who_holds_much_memory_must_send_at_a_pace()
    {
        using var server = await StartAsync(TimeSpan.FromSeconds(60), 50_000_000);
        using var slow = await ConnectAsync(server, "Content-Length: 50000000");
        using var answer = new StreamReader(slow.GetStream());
        var status = answer.ReadLineAsync();
        for (var i = 0; i < 200 && !status.IsCompleted; i++)
        {
            try
            {
                await slow.GetStream().WriteAsync(new byte[500]); // more than the host asks for, far less than is needed
            }
            catch (IOException) { }
            await Task.Delay(100);
        }

        (await status).Should().Be("HTTP/1.1 408 Request Timeout");
    }

    [Fact]
    public async Task Who_stands_still_does_not_keep_the_program_from_ending()
    {
        using var server = await StartAsync(TimeSpan.FromMinutes(10));
        using var slow = await ConnectAsync(server);

        (await server.StopAsync()).Should().Be(0);
    }

    private static async Task<(HttpStatusCode Status, string Answer)> PostChunkedAsync(WebServer server, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/images") { Content = new ByteArrayContent(body),
            Headers = { TransferEncodingChunked = true } };
        using var response = await server.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<WebServer> StartAsync(TimeSpan timeout, int bytes = 100_000)
    {
        var server = new WebServer(_music.Path, ("Uploads__MaxBytes", $"{bytes}"), ("Uploads__MemoryBytes", $"{bytes}"),
            ("Uploads__Timeout", timeout.ToString()));
        await server.InitializeAsync();
        return server;
    }

    // says that much will come, and sends a little once the server has memory for it and asks
    private static async Task<TcpClient> ConnectAsync(WebServer server, string length = "Content-Length: 100000", string body = "abc")
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/images HTTP/1.1\r\nHost: localhost\r\n{length}\r\nExpect: 100-continue\r\n\r\n"));
        const string go = "HTTP/1.1 100 Continue\r\n\r\n";
        var answer = new byte[go.Length];
        await client.GetStream().ReadExactlyAsync(answer);
        Encoding.ASCII.GetString(answer).Should().Be(go);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(body));
        return client;
    }
}
