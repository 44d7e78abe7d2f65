using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mmva.Endurance.Kills.Targets;

/// <summary>A server of files that sends slowly, in ranges if asked, and now and then cuts a connection.</summary>
internal sealed class SlowServer : IAsyncDisposable
{
    private const int PieceBytes = 8 << 10;
    private const double CutShare = 0.1;
    private static readonly TimeSpan PieceTime = TimeSpan.FromMilliseconds(5);

    private readonly WebApplication _app;
    private readonly Dictionary<string, byte[]> _files;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _lastFrom = [];

    private SlowServer(WebApplication app, Dictionary<string, byte[]> files, Random random) => (_app, _files, _random) = (app, files, random);

    public Uri Address => new(_app.Urls.First());

    /// <summary>The first byte that the last request for a file asked for.</summary>
    public long LastFrom(string file)
    {
        lock (_lock) return _lastFrom.GetValueOrDefault(file, -1);
    }

    public static async Task<SlowServer> StartAsync(Dictionary<string, byte[]> files, Random random)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new SlowServer(builder.Build(), files, random);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var name = context.Request.Path.Value!.Split('/')[^1];
        if (!_files.TryGetValue(name, out var bytes))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var from = context.Request.GetTypedHeaders().Range?.Ranges.First().From ?? 0;
        int cut;
        lock (_lock)
        {
            _lastFrom[name] = from;
            cut = _random.NextDouble() < CutShare ? _random.Next(bytes.Length) : int.MaxValue;
        }
        if (from >= bytes.Length)
        {
            context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            context.Response.Headers.ContentRange = $"bytes */{bytes.Length}";
            return;
        }
        context.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"";
        context.Response.ContentLength = bytes.Length - from;
        if (from > 0)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }
        try
        {
            for (var at = (int)from; at < bytes.Length; at += PieceBytes)
            {
                if (at > cut)
                {
                    context.Abort();
                    return;
                }
                await context.Response.Body.WriteAsync(bytes.AsMemory(at, Math.Min(PieceBytes, bytes.Length - at)), context.RequestAborted);
                await Task.Delay(PieceTime, context.RequestAborted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // the client was killed
        }
    }
}
