using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Mmva.Extensions.VectorData;

/// <summary>An emotion index in any collection of Microsoft.Extensions.VectorData.</summary>
internal sealed class CollectionEmotionIndex(VectorStoreCollection<string, EmotionRecord> collection, EmotionalSimilarity similarity) : IEmotionIndex
{
    // databases limit the parameters of a statement
    private const int KeysPerCall = 500;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _exists;

    public async Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default)
    {
        EmotionItem.ThrowIfInvalid(items);
        await WriteAsync(items.Count, async () =>
        {
            var existing = await ExistingAsync([.. items.Select(item => item.Id)], cancellationToken).ConfigureAwait(false);
            if (existing.Count > 0) throw EmotionIndexException.Exists(existing[0]);
            await collection.UpsertAsync(items.Select(RecordConversion.ToRecord), cancellationToken).ConfigureAwait(false);
            return items.Count;
        }, cancellationToken).ConfigureAwait(false);
    }

    public async Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default)
    {
        EmotionItem.ThrowIfInvalid(items);
        await WriteAsync(items.Count, async () =>
        {
            await collection.UpsertAsync(items.Select(RecordConversion.ToRecord), cancellationToken).ConfigureAwait(false);
            return items.Count;
        }, cancellationToken).ConfigureAwait(false);
    }

    public Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return WriteAsync(ids.Count, async () =>
        {
            // stores do not say how many records they deleted
            var existing = await ExistingAsync([.. ids.Where(EmotionItem.IsStorable).Distinct(StringComparer.Ordinal)], cancellationToken)
                .ConfigureAwait(false);
            if (existing.Count > 0) await collection.DeleteAsync(existing, cancellationToken).ConfigureAwait(false);
            return existing.Count;
        }, cancellationToken);
    }

    public async Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        cancellationToken.ThrowIfCancellationRequested();
        if (id.Length == 0 || !EmotionItem.IsStorable(id)) return null;
        return await ExplainedAsync(async () =>
        {
            await EnsureExistsAsync(cancellationToken).ConfigureAwait(false);
            var record = await collection.GetAsync(id, new() { IncludeVectors = true }, cancellationToken).ConfigureAwait(false);
            return record is null ? null : RecordConversion.ToItem(record);
        }).ConfigureAwait(false);
    }

    public async Task<long> CountAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        cancellationToken.ThrowIfCancellationRequested();
        var count = 0L;
        await foreach (var _ in RecordsAsync(modality, includeVectors: false, cancellationToken).ConfigureAwait(false)) count++;
        return count;
    }

    public async Task<IReadOnlyList<EmotionMatch>> NearestAsync(
        ValenceArousal point, int count, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfNotFinite(point);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentChecks.ThrowIfUndefined(modality);
        cancellationToken.ThrowIfCancellationRequested();
        return await ExplainedAsync<IReadOnlyList<EmotionMatch>>(async () =>
        {
            await EnsureExistsAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<float> vector = new[] { point.Valence, point.Arousal };
            var options = new VectorSearchOptions<EmotionRecord>
            {
                Filter = modality is null ? null : RecordConversion.FilterOf(modality), IncludeVectors = true,
            };
            var matches = new List<EmotionMatch>();
            await foreach (var result in collection.SearchAsync(vector, count, options, cancellationToken).ConfigureAwait(false))
            {
                // the scores of stores are rounded, squared or scaled; the points are not
                var item = RecordConversion.ToItem(result.Record);
                var distance = item.Emotion.DistanceTo(point);
                matches.Add(new(item, distance, similarity.Score(distance)));
            }
            return [.. matches.OrderBy(match => match.Distance)];
        }).ConfigureAwait(false);
    }

    public IAsyncEnumerable<EmotionItem> ItemsAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        return EnumerateAsync(modality, cancellationToken);
    }

    private async IAsyncEnumerable<EmotionItem> EnumerateAsync(Modality? modality, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await foreach (var record in RecordsAsync(modality, includeVectors: true, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return RecordConversion.ToItem(record);
        }
    }

    private async IAsyncEnumerable<EmotionRecord> RecordsAsync(
        Modality? modality, bool includeVectors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ExplainedAsync(async () =>
        {
            await EnsureExistsAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        var records = collection
            .GetAsync(RecordConversion.FilterOf(modality), int.MaxValue, new() { IncludeVectors = includeVectors }, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (records.ConfigureAwait(false))
        {
            while (await ExplainedAsync(async () => await records.MoveNextAsync().ConfigureAwait(false)).ConfigureAwait(false))
                yield return records.Current;
        }
    }

    private async Task<List<string>> ExistingAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var existing = new List<string>();
        foreach (var keys in ids.Chunk(KeysPerCall))
        {
            await foreach (var record in collection.GetAsync(keys, options: null, cancellationToken).ConfigureAwait(false)) existing.Add(record.Id);
        }
        return existing;
    }

    private async Task<int> WriteAsync(int count, Func<Task<int>> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (count == 0) return 0;
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ExplainedAsync(async () =>
            {
                await EnsureExistsAsync(cancellationToken).ConfigureAwait(false);
                return await write().ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task EnsureExistsAsync(CancellationToken cancellationToken)
    {
        if (_exists) return;
        await collection.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
        _exists = true;
    }

    private async Task<T> ExplainedAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (VectorStoreException e)
        {
            throw new EmotionIndexException($"The collection '{collection.Name}' of the vector store failed: {e.Message}", e);
        }
    }
}
