namespace Mmva.Data;

/// <summary>Runs a batch so that an input that is refused does not affect its neighbors.</summary>
internal static class BatchRunner
{
    /// <summary>Runs the whole batch; if it is refused, runs its items one by one.</summary>
    /// <param name="items">The batch.</param>
    /// <param name="run">
    /// Returns one result per item, in order. An <see cref="MmvaException"/> refuses the batch; a <see cref="NativeLibraryException"/> is rethrown.
    /// </param>
    /// <param name="endsRun">Selects errors that are not caused by an item and are rethrown; <see langword="null"/> for none.</param>
    /// <returns>For each item, in order, its result or the error that refused it.</returns>
    public static async Task<IReadOnlyList<(TResult? Result, MmvaException? Error)>> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> run, Func<MmvaException, bool>? endsRun = null)
    {
        try
        {
            return [.. (await run(items).ConfigureAwait(false)).Select(result => ((TResult?)result, (MmvaException?)null))];
        }
        catch (MmvaException e) when (items.Count == 1 && !EndsRun(e))
        {
            return [(default, e)];
        }
        catch (MmvaException e) when (items.Count > 1 && !EndsRun(e))
        {
            var results = new List<(TResult?, MmvaException?)>(items.Count);
            foreach (var item in items) results.AddRange(await RunAsync([item], run, endsRun).ConfigureAwait(false));
            return results;
        }

        bool EndsRun(MmvaException e) => e is NativeLibraryException || endsRun?.Invoke(e) == true;
    }
}
