using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Mmva.Data;

/// <summary>Decodes ahead while the caller works: thousands of files in constant memory, on as many cores as there are.</summary>
public static class MediaPipeline
{
    /// <summary>Reads inputs, several at once, and yields them in their order.</summary>
    /// <typeparam name="TInput">What an input is told by, mostly a path.</typeparam>
    /// <typeparam name="T">What it becomes. Let <paramref name="read"/> shrink it to what is needed: that, not the decoded file, waits in memory.</typeparam>
    /// <param name="inputs">The inputs; taken one by one, as they are needed.</param>
    /// <param name="read">Reads one input, on the thread pool. An <see cref="MmvaException"/> becomes that input's result; another exception ends the run.</param>
    /// <param name="ahead">How many inputs are in work or wait for the caller, at least 1; by default one more than there are processors.</param>
    /// <param name="cancellationToken">Ends the run; what is in work is cancelled. So does leaving the loop.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ahead"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IAsyncEnumerable<MediaResult<TInput, T>> ReadAheadAsync<TInput, T>(
        IEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<T>> read, int? ahead = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(read);
        if (ahead is { } given) ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(ahead));
        return Run(inputs, read, ahead ?? Environment.ProcessorCount + 1, cancellationToken);
    }

    private static async IAsyncEnumerable<MediaResult<TInput, T>> Run<TInput, T>(
        IEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<T>> read, int ahead, [EnumeratorCancellation] CancellationToken cancellationToken)
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

    // a slot is taken before an input is started, and given back when the caller asks for the next result: that bounds the channel
    private static async Task StartAsync<TInput, T>(
        IEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<T>> read, SemaphoreSlim slots, ChannelWriter<Task<MediaResult<TInput, T>>> started, CancellationToken stop)
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

    private static async Task<MediaResult<TInput, T>> ReadOneAsync<TInput, T>(TInput input, Func<TInput, CancellationToken, Task<T>> read, CancellationToken stop)
    {
        try
        {
            return new(input, await read(input, stop).ConfigureAwait(false), null);
        }
        catch (MmvaException e)
        {
            return new(input, default, e);
        }
    }
}
