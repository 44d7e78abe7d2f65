using System.Collections.Concurrent;
using System.Diagnostics;
using Mmva.Endurance.Results;

namespace Mmva.Endurance.Soak;

/// <summary>What all clients together have seen.</summary>
internal sealed class SoakCounts
{
    private long _answers, _refusals, _hostile;

    /// <summary>Answers compared with known ones, and found equal.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Refusals under load, with the status 503 or 429.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    public long Hostile => Interlocked.Read(ref _hostile);

    /// <summary>How often each kind of hostile request was sent.</summary>
    public ConcurrentDictionary<string, int> HostileKinds { get; } = [];

    /// <summary>Unexpected statuses by kind of request.</summary>
    public ConcurrentDictionary<string, int> Statuses { get; } = [];

    public void Answered() => Interlocked.Increment(ref _answers);

    public void Refused() => Interlocked.Increment(ref _refusals);

    public void WasHostile(string kind)
    {
        Interlocked.Increment(ref _hostile);
        HostileKinds.AddOrUpdate(kind, 1, (_, count) => count + 1);
    }

    public void Status(string kind, int status) => Statuses.AddOrUpdate($"{kind}: {status}", 1, (_, count) => count + 1);
}

/// <summary>A client that sends one request after another, with pauses, until it is told to end.</summary>
internal sealed class SoakClient(
    Uri server, ValidRequests valid, HostileRequests hostile, Latencies latencies, SoakCounts counts, RunResult result, Random random)
{
    /// <summary>After which a request hangs, however slow the machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private const double HostileShare = 0.2;

    public async Task RunAsync(TimeSpan meanPause, CancellationToken end)
    {
        using var client = NewClient(server);
        try
        {
            while (!end.IsCancellationRequested)
            {
                await Task.Delay(random.NextDouble() * 2 * meanPause, end);
                if (random.NextDouble() < HostileShare) await SendHostileAsync(client, Choose(HostileRequests.Kinds));
                else await SendValidAsync(client, Choose(ValidRequests.Kinds));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public static HttpClient NewClient(Uri server) => new() { BaseAddress = server, Timeout = Limit };

    public async Task SendValidAsync(HttpClient client, string kind)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            var wrong = await valid.SendAsync(kind, client, random, limit.Token);
            latencies.Add(kind, Stopwatch.GetElapsedTime(since));
            if (wrong is null) counts.Answered();
            else result.Fail($"{kind}: {wrong}");
        }
        catch (StatusException e) when (e.IsBusy)
        {
            counts.Refused();
        }
        catch (Exception e)
        {
            if (e is StatusException status) counts.Status(kind, (int)status.Status);
            result.Fail($"{kind} after {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s: {Describe(e)}");
        }
    }

    public async Task SendHostileAsync(HttpClient client, string kind)
    {
        counts.WasHostile(kind);
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            if (await hostile.SendAsync(kind, client, random, limit.Token) is { } wrong) result.Fail($"{kind}: {wrong}");
        }
        catch (StatusException e) when (e.IsBusy)
        {
            counts.Refused();
        }
        catch (IOException)
        {
            // the server closed the connection while the client was sending: its right
        }
        catch (HttpRequestException e) when (e.InnerException is IOException)
        {
        }
        catch (Exception e)
        {
            if (e is StatusException status) counts.Status(kind, (int)status.Status);
            result.Fail($"{kind}: {Describe(e)}");
        }
    }

    private string Choose((string Kind, int Weight)[] kinds)
    {
        var at = random.Next(kinds.Sum(kind => kind.Weight));
        foreach (var (kind, weight) in kinds)
            if ((at -= weight) < 0) return kind;
        throw new UnreachableException();
    }

    private static string Describe(Exception e) =>
        e.InnerException is { } inner ? $"{e.Message} ({inner.Message})" : $"{e.GetType().Name}: {e.Message}";
}
