using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Mmva.Tasks;

/// <summary>Reads ahead from an asynchronous stream in batches, so that decoding and encoding overlap.</summary>
/// <remarks><see cref="Data.MediaPipeline"/> reads independent inputs in parallel; the frames of a video come from one stream in sequence.</remarks>
internal static class ReadAhead
{
    /// <summary>Yields batches of up to <paramref name="size"/> items; at most three batches are in memory.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> InBatches<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> items, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<List<T>>(1);
        var reading = Task.Run(() => ReadAsync(items(stop.Token), size, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return batch;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> items, int size, ChannelWriter<List<T>> batches, CancellationToken stop)
    {
        try
        {
            var batch = new List<T>(size);
            await foreach (var item in items.ConfigureAwait(false))
            {
                batch.Add(item);
                if (batch.Count < size) continue;
                await batches.WriteAsync(batch, stop).ConfigureAwait(false);
                batch = new(size);
            }
            if (batch.Count > 0) await batches.WriteAsync(batch, stop).ConfigureAwait(false);
            batches.Complete();
        }
        catch (Exception e)
        {
            batches.Complete(e); // thrown to the consumer
        }
    }
}
