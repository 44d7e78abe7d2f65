using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Mmva.Tasks;

/// <summary>Reads a few items ahead and hands them over in batches, so that reading and encoding overlap.</summary>
internal static class ReadAhead
{
    /// <summary>Batches of up to <paramref name="size"/> items; at most three batches are in memory.</summary>
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
            batches.Complete(e); // the consumer throws it
        }
    }
}
