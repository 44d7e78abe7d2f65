using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mmva.TestSupport;

/// <summary>A small web server on the loopback interface that may lie, drop connections and keep silent.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Request, Answer> _answer;

    public LoopbackServer(Func<Request, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public List<Request> Requests { get; } = [];

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var lines = (await ReadHeadAsync(stream)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length == 0) return;
            var first = lines[0].Split(' ');
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var line in lines[1..]) headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
            var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"))];
            await stream.ReadExactlyAsync(body, _end.Token);
            var request = new Request(first[0], first[1], headers, Encoding.UTF8.GetString(body));
            Answer answer;
            lock (Requests)
            {
                Requests.Add(request);
                answer = _answer(request);
            }
            await Task.Delay(answer.SilenceBefore, _end.Token);
            var head = new StringBuilder($"HTTP/1.1 {answer.Status} Any\r\nConnection: close\r\n");
            if (answer.ContentLength >= 0) head.Append($"Content-Length: {answer.ContentLength}\r\n");
            foreach (var (name, value) in answer.Headers) head.Append($"{name}: {value}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
            await stream.WriteAsync(answer.Body);
            await Task.Delay(answer.SilenceAfter, _end.Token);
        }
    }

    // the lines up to the empty one, byte by byte: what follows is the body
    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var (head, one) = (new StringBuilder(), new byte[1]);
        while (await stream.ReadAsync(one, _end.Token) == 1)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n") break;
        }
        return head.ToString();
    }

    public sealed record Request(string Method, string Path, Dictionary<string, string> Headers, string Body)
    {
        /// <summary>The first byte that is asked for.</summary>
        public int From => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..^1]) : 0;
    }

    public sealed class Answer(int status, ReadOnlyMemory<byte> body, params (string Name, string Value)[] headers)
    {
        public Answer(int status, string body, params (string Name, string Value)[] headers) : this(status, Encoding.UTF8.GetBytes(body), headers) { }

        public int Status => status;
        public ReadOnlyMemory<byte> Body { get; init; } = body;
        public (string Name, string Value)[] Headers => headers;

        /// <summary>What the header says, true or not; negative for none.</summary>
        public int ContentLength { get; init; } = body.Length;

        /// <summary>How long nothing comes, not even the head.</summary>
        public TimeSpan SilenceBefore { get; init; }

        /// <summary>How long the connection stays open after the body.</summary>
        public TimeSpan SilenceAfter { get; init; }
    }
}
