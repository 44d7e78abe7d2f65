using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Mmva.Extensions.VectorData.Tests;

/// <summary>
/// A vector store of one collection, in memory, written against the abstractions only: exact search by distance, batches that are atomic, records
/// that are copied in and out. The connectors that are published cannot be restored where these tests run.
/// </summary>
internal sealed class SmallCollection(bool squared = false) : VectorStoreCollection<string, EmotionRecord>
{
    private readonly ConcurrentDictionary<string, int> _added = new(StringComparer.Ordinal);
    private volatile ImmutableDictionary<string, EmotionRecord>? _records;

    public override string Name => "small";

    /// <summary>The calls that reached the store, by their names.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What every call throws, if anything.</summary>
    public Exception? Failure { get; set; }

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(_records is not null);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        Called(cancellationToken);
        _records ??= ImmutableDictionary.Create<string, EmotionRecord>(StringComparer.Ordinal);
        return Task.CompletedTask;
    }

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        _records = null;
        return Task.CompletedTask;
    }

    public override Task<EmotionRecord?> GetAsync(
        string key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        var record = Called(cancellationToken).GetValueOrDefault(key);
        return Task.FromResult(record is null ? null : Copy(record, options?.IncludeVectors ?? false));
    }

    public override async IAsyncEnumerable<EmotionRecord> GetAsync(
        Expression<Func<EmotionRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<EmotionRecord>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var records = Called(cancellationToken).OrderBy(record => _added[record.Key]).Select(record => record.Value)
            .Where(filter.Compile()).Skip(options?.Skip ?? 0).Take(top);
        foreach (var record in records) yield return Copy(record, options?.IncludeVectors ?? false);
    }

    public override Task DeleteAsync(string key, CancellationToken cancellationToken = default) => DeleteAsync([key], cancellationToken);

    public override Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default)
    {
        _records = Called(cancellationToken).RemoveRange(keys);
        return Task.CompletedTask;
    }

    public override Task UpsertAsync(EmotionRecord record, CancellationToken cancellationToken = default) => UpsertAsync([record], cancellationToken);

    public override Task UpsertAsync(IEnumerable<EmotionRecord> records, CancellationToken cancellationToken = default)
    {
        EmotionRecord[] all = [.. records.Select(record => Copy(record, includeVectors: true))];
        foreach (var record in all) _added.TryAdd(record.Id, _added.Count);
        _records = Called(cancellationToken).SetItems(all.Select(record => KeyValuePair.Create(record.Id, record)));
        return Task.CompletedTask;
    }

    public override async IAsyncEnumerable<VectorSearchResult<EmotionRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<EmotionRecord>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var point = (ReadOnlyMemory<float>)(object)searchValue;
        var found = Called(cancellationToken).Values.Where(options?.Filter?.Compile() ?? (_ => true))
            .Select(record => (Record: record, Squared: SquaredDistance(record.Emotion.Span, point.Span)))
            .OrderBy(one => one.Squared).Skip(options?.Skip ?? 0).Take(top);
        foreach (var (record, distance) in found)
            yield return new(Copy(record, options?.IncludeVectors ?? false), squared ? distance : Math.Sqrt(distance));
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    private ImmutableDictionary<string, EmotionRecord> Called(CancellationToken cancellationToken, [CallerMemberName] string? name = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Calls) Calls.Add(name!);
        if (Failure is not null) throw Failure;
        return _records ?? (name == nameof(EnsureCollectionExistsAsync)
            ? ImmutableDictionary<string, EmotionRecord>.Empty
            : throw new VectorStoreException("The collection does not exist."));
    }

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double x = (double)a[0] - b[0], y = (double)a[1] - b[1];
        return x * x + y * y;
    }

    private static EmotionRecord Copy(EmotionRecord record, bool includeVectors) => new()
    {
        Id = record.Id,
        Modality = record.Modality,
        Emotion = includeVectors ? record.Emotion.ToArray() : default,
        Payload = record.Payload,
        Embedding = record.Embedding,
    };
}
