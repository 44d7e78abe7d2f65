using System.Net;
using System.Net.Sockets;

namespace Mmva.PostgreSql.Tests.Server;

/// <summary>A proxy between client and server that can cut the connection before or after a commit.</summary>
internal sealed class LossyProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private int _cuts;
    private volatile bool _losesCommits, _closed;

    public LossyProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the connection at the next commit: the server receives it, the client gets no answer.</summary>
    public void CutNextCommit() => Interlocked.Exchange(ref _cuts, 1);

    /// <summary>Cuts the connection before the next commit, which the server does not receive, and refuses others until <see cref="Open"/>.</summary>
    public void LoseNextCommit()
    {
        _losesCommits = true;
        CutNextCommit();
    }

    public void Open() => _closed = false;

    public bool HasCut => Volatile.Read(ref _cuts) == 2;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            if (_closed) return;
            await server.ConnectAsync(IPAddress.Loopback, _serverPort);
            var (up, down, cut) = (client.GetStream(), server.GetStream(), false);
            await Task.WhenAny(Pump(up, down, bytes => cut |= bytes.IndexOf("COMMIT"u8) >= 0 && Cut(), () => _closed),
                Pump(down, up, _ => { }, () => cut));
        }

        bool Cut()
        {
            if (Volatile.Read(ref _cuts) == 1) _closed = _losesCommits;
            return Interlocked.CompareExchange(ref _cuts, 2, 1) == 1;
        }

        static async Task Pump(NetworkStream from, NetworkStream to, SeenBytes seen, Func<bool>? endHere = null)
        {
            var buffer = new byte[1 << 16];
            try
            {
                for (int read; (read = await from.ReadAsync(buffer)) > 0;)
                {
                    seen(buffer.AsSpan(0, read));
                    if (endHere?.Invoke() == true) return;
                    await to.WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (IOException) { }
        }
    }

    private delegate void SeenBytes(ReadOnlySpan<byte> bytes);
}
