using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Mmva.Data;

/// <summary>Decodes ahead while the caller works: thousands of files in constant memory, on all cores.</summary>
public static class MediaPipeline
{
    /// <summary>Reads inputs, several at once, and returns the results in order.</summary>
    /// <typeparam name="TInput">What identifies an input, usually a path.</typeparam>
    /// <typeparam name="T">The result. Let <paramref name="read"/> reduce it to what is needed: results wait in memory.</typeparam>
    /// <param name="inputs">The inputs, enumerated as they are needed.</param>
    /// <param name="read">
    /// Reads one input, on the thread pool. An <see cref="MmvaException"/> is that input's result; any other exception ends the run, and so does a
    /// <see cref="NativeLibraryException"/>.
    /// </param>
    /// <param name="ahead">
    /// How many inputs are being read or waiting for the caller, at least 1, or <see langword="null"/> for one more than there are processors.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Leaving the loop cancels what is being read, too.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ahead"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static IAsyncEnumerable<MediaResult<TInput, T>> ReadAheadAsync<TInput, T>(
        IEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<T>> read, int? ahead = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(read);
        if (ahead is { } given) ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(ahead));
        return Run(inputs, read, ahead ?? Environment.ProcessorCount + 1, cancellationToken);
    }

    private static async IAsyncEnumerable<MediaResult<TInput, T>> Run<TInput, T>(
        IEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<T>> read, int ahead,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(ahead);
        var started = Channel.CreateUnbounded<Task<MediaResult<TInput, T>>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var starting = StartAsync(inputs, read, slots, started.Writer, stop.Token);
        try
        {
            await foreach (var result in started.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return await result.ConfigureAwait(false);
                slots.Release();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await starting.ConfigureAwait(false);
            while (started.Reader.TryRead(out var left)) await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // a slot is acquired before an input is started, and released when the caller asks for the next result: that bounds the channel
    private static async Task StartAsync<TInput, T>(
        IEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<T>> read, SemaphoreSlim slots,
        ChannelWriter<Task<MediaResult<TInput, T>>> started, CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            foreach (var input in inputs)
            {
                await slots.WaitAsync(stop).ConfigureAwait(false);
                started.TryWrite(Task.Run(() => ReadOneAsync(input, read, stop), stop));
            }
            started.Complete();
        }
        catch (Exception e)
        {
            started.Complete(e);
        }
    }

    private static async Task<MediaResult<TInput, T>> ReadOneAsync<TInput, T>(
        TInput input, Func<TInput, CancellationToken, Task<T>> read, CancellationToken stop)
    {
        try
        {
            return new(input, await read(input, stop).ConfigureAwait(false), null);
        }
        catch (MmvaException e) when (e is not NativeLibraryException)
        {
            return new(input, default, e);
        }
    }
}
