namespace Mmva.Data;

/// <summary>The output of a program that reads a video; the program is killed if it produces none for too long.</summary>
internal sealed class VideoOutput : IDisposable
{
    private const string Purpose = "videos are read by the programs ffmpeg and ffprobe";

    private readonly string _path;
    private readonly TimeSpan _timeout;
    private readonly FfmpegProcess _process;
    private CancellationTokenSource? _deadline;

    private VideoOutput(
        string path, VideoReaderOptions options, string program, string programOption, IEnumerable<string> arguments,
        Func<string, bool>? isReport = null)
    {
        _path = path;
        _timeout = options.StallTimeout;
        _process = FfmpegProcess.Start(
            program, path, (Purpose, $"{nameof(VideoReaderOptions)}.{programOption}"), arguments,
            isReport is null ? null : line => isReport(line) && IsAlive());
    }

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="path">The name of the video in error messages.</param>
    /// <param name="options">The path of the program, and its timeout.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="isReport">
    /// Receives each line of the error output, and returns whether it is a report, which shows that the program is alive; optional.
    /// </param>
    public static VideoOutput OfFfmpeg(
        string path, VideoReaderOptions options, IEnumerable<string> arguments, Func<string, bool>? isReport = null) =>
        new(path, options, options.FfmpegPath, nameof(options.FfmpegPath), [.. FfmpegArguments.Quiet, .. arguments], isReport);

    /// <summary>Starts ffprobe.</summary>
    /// <param name="path">The name of the video in error messages.</param>
    /// <param name="options">The path of the program, and its timeout.</param>
    /// <param name="arguments">The command line.</param>
    public static VideoOutput OfFfprobe(string path, VideoReaderOptions options, IEnumerable<string> arguments) =>
        new(path, options, options.FfprobePath, nameof(options.FfprobePath), arguments);

    /// <summary>Fills a buffer.</summary>
    /// <returns>The number of bytes read: less than the buffer's length only at the end of the output.</returns>
    public Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => WatchAsync(
        async stop => await _process.Output.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false),
        cancellationToken);

    /// <summary>Waits for the end of the program.</summary>
    /// <exception cref="MediaException">The program failed.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (await FailureAsync(cancellationToken).ConfigureAwait(false) is { } errors)
            throw new MediaException(_path, FfmpegErrors.Explain(errors, "video", "has no such track."));
    }

    /// <summary>Waits for the end of the program.</summary>
    /// <returns>Its last errors, or <see langword="null"/> if it succeeded.</returns>
    public async Task<string?> FailureAsync(CancellationToken cancellationToken)
    {
        var exitCode = await WatchAsync(_ => Task.Run(_process.WaitForExit, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        return exitCode == 0 ? null : _process.Errors;
    }

    public void Dispose() => _process.Dispose();

    private bool IsAlive()
    {
        try
        {
            Volatile.Read(ref _deadline)?.CancelAfter(_timeout);
        }
        catch (ObjectDisposedException)
        {
            // nothing waits any more
        }
        return true;
    }

    private async Task<T> WatchAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        Volatile.Write(ref _deadline, deadline);
        try
        {
            T result;
            using (deadline.Token.Register(_process.Kill)) result = await work(deadline.Token).ConfigureAwait(false);
            deadline.Token.ThrowIfCancellationRequested();
            return result;
        }
        catch (Exception e) when (deadline.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            const string Option = $"{nameof(VideoReaderOptions)}.{nameof(VideoReaderOptions.StallTimeout)}";
            throw new MediaException(_path, $"ffmpeg produced no output within {Option} = {_timeout:c}.", e);
        }
    }
}
