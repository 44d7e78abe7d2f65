using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Mmva.Extensions.VectorData;

/// <summary>An emotion index that answers as a collection of Microsoft.Extensions.VectorData.</summary>
internal sealed class EmotionCollection(IEmotionIndex index, string name, IEmotionPredictor? predictor, MediaDecoder? decoder)
    : VectorStoreCollection<string, EmotionItem>
{
    private const string SystemName = "mmva";
    private const int IdsPerCall = 1000;

    private readonly QueryPoints _points = new(predictor, decoder);

    // an index always exists; after its deletion as a collection it is empty, and counts as absent until it is used again
    private volatile bool _deleted;

    public override string Name => name;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(!_deleted);
    }

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _deleted = false;
        return Task.CompletedTask;
    }

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => RunAsync("DeleteCollection", async () =>
    {
        var ids = new List<string>(IdsPerCall);
        await foreach (var item in index.ItemsAsync(null, cancellationToken).ConfigureAwait(false))
        {
            ids.Add(item.Id);
            if (ids.Count < IdsPerCall) continue;
            await index.RemoveAsync(ids, cancellationToken).ConfigureAwait(false);
            ids.Clear();
        }
        await index.RemoveAsync(ids, cancellationToken).ConfigureAwait(false);
        _deleted = true;
        return true;
    });

    public override async Task<EmotionItem?> GetAsync(
        string key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var item = await RunAsync("Get", () => index.FindAsync(key, cancellationToken)).ConfigureAwait(false);
        return item is null ? null : Returned(item, options?.IncludeVectors);
    }

    public override IAsyncEnumerable<EmotionItem> GetAsync(
        Expression<Func<EmotionItem, bool>> filter, int top, FilteredRecordRetrievalOptions<EmotionItem>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (options?.OrderBy?.Invoke(new()).Values is [var order, ..])
            throw new NotSupportedException(
                $"The order by '{order.PropertySelector}' is not supported: an emotion index lists its items in an unspecified order. "
                + "Sort the results, or search by a point.");
        return ListAsync(ModalityFilter.Passing(filter), top, options?.Skip ?? 0, options?.IncludeVectors, cancellationToken);
    }

    public override Task UpsertAsync(EmotionItem record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return UpsertAsync([record], cancellationToken);
    }

    public override Task UpsertAsync(IEnumerable<EmotionItem> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        return RunAsync("Upsert", async () =>
        {
            await index.UpsertAsync([.. records], cancellationToken).ConfigureAwait(false);
            _deleted = false;
            return true;
        });
    }

    public override Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return DeleteAsync([key], cancellationToken);
    }

    public override Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return RunAsync("Delete", () => index.RemoveAsync([.. keys], cancellationToken));
    }

    public override IAsyncEnumerable<VectorSearchResult<EmotionItem>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<EmotionItem>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new();
        if (options.VectorProperty is { } selector && !SelectsEmotion(selector))
            throw new NotSupportedException(
                $"A search by '{selector}' is not supported: the vector of an item is its {nameof(EmotionItem.Emotion)}.");
        return FindAsync(searchValue, top, options, ModalityFilter.Passing(options.Filter), cancellationToken);
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(VectorStoreCollectionMetadata))
            return new VectorStoreCollectionMetadata { VectorStoreSystemName = SystemName, CollectionName = name };
        foreach (var service in new object?[] { this, index, predictor })
            if (serviceType.IsInstanceOfType(service)) return service;
        return null;
    }

    private async IAsyncEnumerable<EmotionItem> ListAsync(
        IReadOnlyList<Modality> modalities, int top, int skip, bool? includeVectors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (modalities.Count == 0) yield break;
        var one = modalities.Count == 1 ? modalities[0] : (Modality?)null;
        var items = index.ItemsAsync(one, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            for (var (left, passed) = (top, 0); left > 0; left--)
            {
                do
                {
                    if (!await RunAsync("Get", async () => await items.MoveNextAsync().ConfigureAwait(false)).ConfigureAwait(false)) yield break;
                }
                while (!modalities.Contains(items.Current.Modality) || passed++ < skip);
                yield return Returned(items.Current, includeVectors);
            }
        }
    }

    private async IAsyncEnumerable<VectorSearchResult<EmotionItem>> FindAsync(
        object query, int top, VectorSearchOptions<EmotionItem> options, IReadOnlyList<Modality> modalities,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var point = await _points.OfAsync(query, cancellationToken).ConfigureAwait(false);
        var count = (int)Math.Min((long)top + options.Skip, int.MaxValue);
        var matches = await RunAsync("Search", async () =>
        {
            var found = new List<EmotionMatch>();
            var all = modalities.Count == Enum.GetValues<Modality>().Length;
            foreach (var modality in all ? [null] : modalities.Select(one => (Modality?)one))
                found.AddRange(await index.NearestAsync(point, count, modality, cancellationToken).ConfigureAwait(false));
            return found;
        }).ConfigureAwait(false);
        foreach (var match in matches.OrderBy(match => match.Distance).Skip(options.Skip).Take(top))
        {
            if (match.Distance > options.ScoreThreshold) yield break;
            yield return new(Returned(match.Item, options.IncludeVectors), match.Distance);
        }
    }

    // the emotion always comes along; the embedding, which is large, if vectors are asked for
    private static EmotionItem Returned(EmotionItem item, bool? includeVectors) => includeVectors == true ? item : item with { Embedding = default };

    private static bool SelectsEmotion(LambdaExpression selector) =>
        (selector.Body is UnaryExpression convert ? convert.Operand : selector.Body) is MemberExpression { Member.Name: nameof(EmotionItem.Emotion) };

    private async Task<T> RunAsync<T>(string operation, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (EmotionIndexException e)
        {
            throw new VectorStoreException(e.Message, e) { VectorStoreSystemName = SystemName, CollectionName = name, OperationName = operation };
        }
    }
}
