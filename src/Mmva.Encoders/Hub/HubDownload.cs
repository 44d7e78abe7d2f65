using System.Net;

namespace Mmva.Encoders;

/// <summary>Downloads one file into its partial file, attempt after attempt, each going on where the last one stopped.</summary>
internal sealed class HubDownload(HubRequests requests, ModelHubOptions options, Uri address, HubFile file, PartialFile part, IProgress<DownloadProgress>? progress)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Ends when all bytes are there; they are still to be checked.</summary>
    /// <exception cref="ModelHubException">The server refuses, contradicts itself or brings nothing any more.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stream = part.Open();
        var furthest = stream.Length;
        for (var failures = 0; ;)
        {
            var setback = await AttemptAsync(stream, cancellationToken).ConfigureAwait(false);
            if (setback is null) break;
            if (stream.Length > furthest) (furthest, failures) = (stream.Length, 0);
            else if (++failures >= options.MaxAttempts)
                throw new ModelHubException(address, $"{setback.Reason}; {failures} attempts in a row brought nothing. What has come ({stream.Length} bytes) is kept: try again later.", setback.Status, setback.Cause);
            await Task.Delay(Wait(setback, failures), cancellationToken).ConfigureAwait(false);
        }
        stream.Flush(flushToDisk: true);
    }

    private async Task<Setback?> AttemptAsync(FileStream stream, CancellationToken cancellationToken)
    {
        var mark = part.Mark;
        // without a mark only a checksum tells whether old and new bytes belong together
        if ((mark is null && file.Sha256 is null) || stream.Length > file.Size) stream.SetLength(0);
        if (stream.Length > 0 && stream.Length == file.Size) return null;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            patience.CancelAfter(options.Timeout);
            using var response = await requests.GetAsync(address, stream.Length, mark, patience.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return Refused(response, stream);

            long? total;
            if (response.StatusCode == HttpStatusCode.PartialContent)
            {
                var range = response.Content.Headers.ContentRange;
                if (range?.From != stream.Length) return StartAnew("the server sent another part than was asked for");
                total = range.Length;
            }
            else
            {
                stream.SetLength(0);
                total = response.Content.Headers.ContentLength;
            }
            if (total is not null && file.Size is not null && total != file.Size)
                throw new ModelHubException(address, $"the server has {total} bytes where {file.Size} are expected. Is this the right revision?", response.StatusCode);
            part.Mark = response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;

            await ReceiveAsync(response.Content, stream, total ?? file.Size, patience, cancellationToken).ConfigureAwait(false);
            return stream.Length < (total ?? file.Size) ? new($"the connection ended after {stream.Length} of {total ?? file.Size} bytes", response.StatusCode) : null;
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            return new($"the connection failed after {stream.Length} bytes ({e.Message})", Cause: e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new($"the server was silent for {options.Timeout.TotalSeconds:0.#} s", Cause: e);
        }

        Setback StartAnew(string reason)
        {
            stream.SetLength(0);
            part.Mark = null;
            return new(reason);
        }
    }

    private async Task ReceiveAsync(HttpContent content, FileStream stream, long? total, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        stream.Seek(0, SeekOrigin.End);
        using var body = await content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        var buffer = new byte[BufferBytes];
        while (true)
        {
            patience.CancelAfter(options.Timeout);
            int read;
            try
            {
                read = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            }
            catch (IOException e) when (e is not HttpIOException)
            {
                throw new HttpRequestException(e.Message, e); // what goes wrong with the disk is another matter
            }
            if (read == 0) return;
            if (stream.Length + read > total) throw new ModelHubException(address, $"the server sends more than the {total} bytes that are expected. Is this the right revision?");
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            progress?.Report(new(file.Path, stream.Length, total));
        }
    }

    private Setback? Refused(HttpResponseMessage response, FileStream stream)
    {
        var status = response.StatusCode;
        switch (status)
        {
            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == stream.Length: return null;
            case HttpStatusCode.RequestedRangeNotSatisfiable when stream.Length > 0:
                stream.SetLength(0);
                part.Mark = null;
                return new("the server does not have the part that was asked for", status);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw new ModelHubException(address, $"access is refused ({(int)status}). Where the model is gated, accept its terms on its page and set ModelHubOptions.Token.", status);
            case HttpStatusCode.NotFound: throw new ModelHubException(address, "there is no such file at this revision (404).", status);
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                var retry = response.Headers.RetryAfter;
                var wait = retry?.Delta ?? (retry?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
                return wait <= options.MaxRetryDelay || wait is null
                    ? new($"the server answered {(int)status}", status, wait)
                    : throw new ModelHubException(address, $"the server answered {(int)status} and asks to come back after {wait.Value.TotalSeconds:0} s.", status);
            default: throw new ModelHubException(address, $"the server answered {(int)status} {response.ReasonPhrase}.", status);
        }
    }

    private TimeSpan Wait(Setback setback, int failures)
    {
        var seconds = setback.Wait?.TotalSeconds ?? options.RetryDelay.TotalSeconds * Math.Pow(2, Math.Max(0, failures - 1));
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, options.MaxRetryDelay.TotalSeconds));
    }

    private sealed record Setback(string Reason, HttpStatusCode? Status = null, TimeSpan? Wait = null, Exception? Cause = null);
}
