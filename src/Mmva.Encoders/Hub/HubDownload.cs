using System.Net;
using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;

namespace Mmva.Encoders;

/// <summary>Downloads one file into its partial file, in as many attempts as necessary; each resumes where the last one stopped.</summary>
internal sealed class HubDownload(
    HubRequests requests, ModelHubOptions options, Uri address, HubFile file, PartialFile part, IProgress<DownloadProgress>? progress)
{
    private const int BufferBytes = 1 << 17;

    private readonly WebPages _webPages = new(address, file);

    /// <summary>Returns when all bytes are there; they are still to be verified.</summary>
    /// <exception cref="ModelHubException">The server refuses or contradicts itself, or several attempts in a row had no progress.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stream = part.Open();
        var furthest = stream.Length;
        var setback = await Retries().ExecuteAsync(async token =>
        {
            if (await AttemptAsync(stream, token).ConfigureAwait(false) is not { } interrupted) return null;
            var progressed = stream.Length > furthest;
            furthest = Math.Max(furthest, stream.Length);
            return interrupted with { Progressed = progressed };
        }, cancellationToken).ConfigureAwait(false);
        if (setback is not null)
            throw new ModelHubException(
                address,
                $"{setback.Reason}; {options.MaxAttempts} attempts in a row had no progress. "
                + $"The {stream.Length} bytes received so far are kept: try again later.",
                setback.Status, setback.Cause);
        stream.Flush(flushToDisk: true);
    }

    // An attempt that had progress is repeated without limit. Its strategy encloses the other, which counts from the start again each time.
    private ResiliencePipeline<Setback?> Retries()
    {
        var builder = new ResiliencePipelineBuilder<Setback?>()
            .AddRetry(Retry(setback => setback.Progressed, int.MaxValue, DelayBackoffType.Constant));
        if (options.MaxAttempts > 1) builder.AddRetry(Retry(setback => !setback.Progressed, options.MaxAttempts - 1, DelayBackoffType.Exponential));
        return builder.Build();
    }

    private RetryStrategyOptions<Setback?> Retry(Func<Setback, bool> handles, int attempts, DelayBackoffType backoff) => new()
    {
        ShouldHandle = retry => ValueTask.FromResult(retry.Outcome.Result is { } setback && handles(setback)),
        MaxRetryAttempts = attempts,
        BackoffType = backoff,
        Delay = options.RetryDelay,
        MaxDelay = options.MaxRetryDelay,
        DelayGenerator = retry => ValueTask.FromResult(retry.Outcome.Result?.RetryAfter), // null means the backoff
    };

    private async Task<Setback?> AttemptAsync(FileStream stream, CancellationToken cancellationToken)
    {
        var tag = part.ETag;
        // without an ETag only a checksum shows whether old and new bytes belong together
        if ((tag is null && file.Sha256 is null) || stream.Length > file.Size) stream.SetLength(0);
        if (stream.Length > 0 && stream.Length == file.Size) return null;

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            timeout.CancelAfter(options.Timeout);
            using var response = await requests.GetAsync(address, stream.Length, tag, timeout.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return Refused(response, stream);
            _webPages.ThrowIfOther(response);

            long? total;
            if (response.StatusCode == HttpStatusCode.PartialContent)
            {
                var range = response.Content.Headers.ContentRange;
                if (range?.From != stream.Length) return Restart(stream, new("the server sent another range than requested"));
                total = range.Length;
            }
            else total = response.Content.Headers.ContentLength;
            if (total is not null && file.Size is not null && total != file.Size)
                throw new ModelHubException(
                    address, $"the server has {total} bytes where {file.Size} are expected. Is this the right revision?", response.StatusCode);
            await ReceiveAsync(response, stream, total ?? file.Size, timeout).ConfigureAwait(false);
            return stream.Length < (total ?? file.Size)
                ? new($"the connection ended after {stream.Length} of {total ?? file.Size} bytes", response.StatusCode)
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            return new($"the connection failed after {stream.Length} bytes ({e.Message})", Cause: e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new($"the server was silent for {options.Timeout.TotalSeconds:0.#} s", Cause: e);
        }
    }

    private async Task ReceiveAsync(HttpResponseMessage response, FileStream stream, long? total, CancellationTokenSource timeout)
    {
        var start = response.StatusCode == HttpStatusCode.PartialContent ? stream.Length : 0;
        using var body = await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);
        var buffer = new byte[BufferBytes];
        var (filled, interruption) = await ReadHeadAsync(body, buffer, start == 0 ? WebPages.HeadBytes : 1, timeout).ConfigureAwait(false);
        // nothing of an earlier attempt is lost, and nothing is written, before it is known to be the file
        if (start == 0)
        {
            _webPages.ThrowIfPage(response, buffer.AsSpan(0, filled));
            if (filled == 0 || WebPages.MayBegin(buffer.AsSpan(0, filled))) interruption?.Throw();
        }
        stream.SetLength(start);
        stream.Seek(0, SeekOrigin.End);
        part.ETag = response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null;
        while (filled > 0)
        {
            if (stream.Length + filled > total)
                throw new ModelHubException(address, $"the server sends more than the {total} bytes that are expected. Is this the right revision?");
            await stream.WriteAsync(buffer.AsMemory(0, filled), CancellationToken.None).ConfigureAwait(false);
            progress?.Report(new(file.Path, stream.Length, total));
            interruption?.Throw();
            filled = await ReadAsync(body, buffer, timeout).ConfigureAwait(false);
        }
        interruption?.Throw();
    }

    // a least number of bytes, fewer if the body ends or is interrupted
    private async Task<(int Filled, ExceptionDispatchInfo? Interruption)> ReadHeadAsync(
        Stream body, byte[] buffer, int least, CancellationTokenSource timeout)
    {
        var filled = 0;
        try
        {
            while (filled < least)
            {
                var read = await ReadAsync(body, buffer.AsMemory(filled), timeout).ConfigureAwait(false);
                if (read == 0) break;
                filled += read;
            }
            return (filled, null);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException or OperationCanceledException)
        {
            return (filled, ExceptionDispatchInfo.Capture(e));
        }
    }

    private async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationTokenSource timeout)
    {
        timeout.CancelAfter(options.Timeout);
        try
        {
            return await body.ReadAsync(buffer, timeout.Token).ConfigureAwait(false);
        }
        catch (IOException e) when (e is not HttpIOException)
        {
            throw new HttpRequestException(e.Message, e); // errors of the disk are a different matter
        }
    }

    private Setback? Refused(HttpResponseMessage response, FileStream stream)
    {
        var status = response.StatusCode;
        switch (status)
        {
            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == stream.Length: return null;
            case HttpStatusCode.RequestedRangeNotSatisfiable when stream.Length > 0:
                return Restart(stream, new("the server does not have the requested range", status));
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw new ModelHubException(
                    address, $"access is refused ({(int)status}). If the model is gated, accept its terms on its page and set ModelHubOptions.Token.",
                    status);
            case HttpStatusCode.NotFound: throw new ModelHubException(address, "there is no such file at this revision (404).", status);
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                var after = response.Headers.RetryAfter;
                var wait = after?.Delta ?? (after?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
                if (wait > options.MaxRetryDelay)
                    throw new ModelHubException(
                        address, $"the server answered {(int)status} and asks to come back after {wait.Value.TotalSeconds:0} s.", status);
                return new($"the server answered {(int)status}", status, wait < TimeSpan.Zero ? TimeSpan.Zero : wait);
            default: throw new ModelHubException(address, $"the server answered {(int)status} {response.ReasonPhrase}.", status);
        }
    }

    private Setback Restart(FileStream stream, Setback setback)
    {
        stream.SetLength(0);
        part.ETag = null;
        return setback;
    }

    private sealed record Setback(
        string Reason, HttpStatusCode? Status = null, TimeSpan? RetryAfter = null, Exception? Cause = null, bool Progressed = false);
}
