namespace Mmva.Data;

/// <summary>The output of a program that reads a video; the program is killed when it is silent for too long.</summary>
internal sealed class VideoOutput(string path, VideoReaderOptions options, string program, IEnumerable<string> arguments) : IDisposable
{
    private readonly FfmpegProcess _process = FfmpegProcess.Start(program, path,
        ("videos are read by the programs ffmpeg and ffprobe", $"{nameof(VideoReaderOptions)}.{(program == options.FfprobePath ? nameof(VideoReaderOptions.FfprobePath) : nameof(VideoReaderOptions.FfmpegPath))}"), arguments);

    /// <summary>Fills a buffer.</summary>
    /// <returns>The bytes read: fewer than there is room for at the end of the output only.</returns>
    public Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        WatchAsync(async stop => await _process.Output.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false), cancellationToken);

    /// <summary>Waits for the end of the program.</summary>
    /// <exception cref="MediaException">The program failed.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (await WatchAsync(_ => Task.Run(_process.WaitForExit, CancellationToken.None), cancellationToken).ConfigureAwait(false) != 0) throw new MediaException(path, Reason(_process.Errors));
    }

    public void Dispose() => _process.Dispose();

    private async Task<T> WatchAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.StallTimeout);
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
            throw new MediaException(path, $"ffmpeg gave no picture and no sound of it within {nameof(VideoReaderOptions)}.{nameof(VideoReaderOptions.StallTimeout)} = {options.StallTimeout:c}.", e);
        }
    }

    private string Reason(string errors) =>
        errors.Contains("not on whitelist", StringComparison.Ordinal) ? "is no video file of a known kind."
        : errors.Contains("matches no streams", StringComparison.Ordinal) ? "has no such track."
        : $"cannot be decoded as video{(errors.Length > 0 ? $" (ffmpeg: {errors})" : "")}.";
}
