using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mmva.Endurance.Soak;

/// <summary>A connection that sends what no HTTP library would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();

    private RawConnection() { }

    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
        return connection;
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await _client.GetStream().WriteAsync(bytes, cancellationToken);

    /// <summary>Whether the server has answered or closed the connection.</summary>
    public bool HasAnswer => _client.Client.Poll(0, SelectMode.SelectRead);

    /// <summary>The status of the answer, or null if the server closed the connection without one.</summary>
    public async Task<int?> StatusAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        int length = 0, read;
        try
        {
            while (length < 12 && (read = await _client.GetStream().ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0) length += read;
        }
        catch (IOException)
        {
        }
        var words = Encoding.Latin1.GetString(buffer, 0, length).Split(' ');
        return words.Length > 1 && int.TryParse(words[1].AsSpan(0, Math.Min(3, words[1].Length)), out var status) ? status : null;
    }

    /// <summary>Leaves as a computer does that is switched off: the server gets a reset.</summary>
    public void Reset() => _client.LingerState = new LingerOption(true, 0);

    public void Dispose() => _client.Dispose();
}
