namespace Mmva.Data;

/// <summary>
/// Decodes excerpts. Files that are asked for while ffmpeg runs wait, and go through its next run together: starting it takes longer than decoding
/// some windows of a song.
/// </summary>
/// <remarks>Each file is decoded by itself, so the others of its run do not change its samples.</remarks>
internal sealed class ExcerptReader(AudioDecoderOptions options, FfmpegReader ffmpeg)
{
    private const int MostFiles = 8;

    // files that are asked for at once do not come in the same instant
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    // one run at a time keeps four processors busy with encoding
    private static readonly int MostRuns = (Environment.ProcessorCount + 3) / 4;

    private readonly AudioDecoderOptions _whole = options.Whole();
    private readonly Lock _lock = new();
    private readonly Queue<Request> _waiting = new();
    private int _runs;

    /// <summary>Decodes the windows of a file.</summary>
    /// <param name="path">The file that ffmpeg opens.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="windows">What to decode.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">The windows cannot be decoded.</exception>
    public Task<Waveform> ReadAsync(string path, string name, IReadOnlyList<AudioWindow> windows, CancellationToken cancellationToken)
    {
        var request = new Request(path, name, windows, cancellationToken);
        lock (_lock)
        {
            _waiting.Enqueue(request);
            if (_runs == MostRuns) return request.Result.Task;
            _runs++;
        }
        _ = RunWaitingAsync();
        return request.Result.Task;
    }

    private async Task RunWaitingAsync()
    {
        await Task.Delay(Gathering).ConfigureAwait(false);
        while (true)
        {
            var requests = new List<Request>();
            lock (_lock)
            {
                while (requests.Count < MostFiles && _waiting.TryDequeue(out var request)) requests.Add(request);
                if (requests.Count == 0)
                {
                    _runs--;
                    return;
                }
            }
            // what ffmpeg does not decode together it decodes one by one: the others of a damaged file are not affected
            if (requests.Count == 1 || !TryReadTogether(requests))
                foreach (var request in requests)
                    if (!request.Result.Task.IsCompleted) request.Complete(() => ReadAlone(request));
        }
    }

    private Waveform ReadAlone(Request request) =>
        ChannelMix.Read(mix => ffmpeg.Read(request.Path, request.Name, mix, request.CancellationToken, request.Windows))!;

    private bool TryReadTogether(IReadOnlyList<Request> requests)
    {
        var files = requests.Select(_ => new TemporaryFile()).ToList();
        try
        {
            if (!ffmpeg.TryReadTogether([.. requests.Select((request, i) => (request.Path, request.Windows, files[i].Path))], Canceled)) return false;
            for (var i = 0; i < requests.Count; i++)
            {
                var (request, path) = (requests[i], files[i].Path);
                request.Complete(() =>
                {
                    using var wav = File.OpenRead(path);
                    return ChannelMix.Read(mix =>
                    {
                        wav.Position = 0;
                        return WavReader.Read(wav, request.Name, _whole, request.CancellationToken, mix);
                    }) ?? ReadAlone(request);
                });
            }
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MediaException)
        {
            return false; // no room for temporary files, for example
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }

        bool Canceled() => requests.All(request => request.CancellationToken.IsCancellationRequested);
    }

    private sealed record Request(string Path, string Name, IReadOnlyList<AudioWindow> Windows, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<Waveform> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Complete(Func<Waveform> read)
        {
            try
            {
                CancellationToken.ThrowIfCancellationRequested();
                Result.TrySetResult(read());
            }
            catch (OperationCanceledException)
            {
                Result.TrySetCanceled(CancellationToken);
            }
            catch (Exception e)
            {
                Result.TrySetException(e);
            }
        }
    }
}
