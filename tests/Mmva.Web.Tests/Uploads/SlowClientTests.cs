using System.Net;
using System.Net.Sockets;
using System.Text;

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
    public async Task Who_stands_still_does_not_keep_the_program_from_ending()
    {
        using var server = await StartAsync(TimeSpan.FromMinutes(10));
        using var slow = await ConnectAsync(server);

        (await server.StopAsync()).Should().Be(0);
    }

    private async Task<WebServer> StartAsync(TimeSpan timeout)
    {
        var server = new WebServer(_music.Path, ("Uploads__MaxBytes", "100000"), ("Uploads__MemoryBytes", "100000"),
            ("Uploads__Timeout", timeout.ToString()));
        await server.InitializeAsync();
        return server;
    }

    // says that much will come, and sends a little once the server has memory for it and asks
    private static async Task<TcpClient> ConnectAsync(WebServer server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/images HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n"));
        const string go = "HTTP/1.1 100 Continue\r\n\r\n";
        var answer = new byte[go.Length];
        await client.GetStream().ReadExactlyAsync(answer);
        Encoding.ASCII.GetString(answer).Should().Be(go);
        await client.GetStream().WriteAsync("abc"u8.ToArray());
        return client;
    }
}
