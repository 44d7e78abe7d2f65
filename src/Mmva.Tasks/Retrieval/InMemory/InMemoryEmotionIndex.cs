using System.Runtime.CompilerServices;

namespace Mmva.Tasks;

/// <summary>An in-process emotion index: exact, for tens of millions of items; it can be saved to a file.</summary>
/// <remarks>
/// <para>
/// Safe to use from several threads at once. Readers never wait, not even for a write; writers wait for each other, and a write that is canceled
/// or fails changes nothing.
/// </para>
/// <para>
/// Takes at most 24 bytes an item in addition to ids, payloads and embeddings: coordinates 8, trees about 2, the hash table of ids about 5⅓,
/// offsets 5,
/// lengths 3. Items are stored outside the managed heap. A write takes microseconds an item on average: levels of doubling size are merged,
/// the largest rarely.
/// </para>
/// <para>
/// Removed items are skipped until their level is merged: a query amid a million of them may take tens of milliseconds.
/// To replace most of an index, fill a new one.
/// </para>
/// <para>Nothing is written to disk until <see cref="SaveAsync"/>.</para>
/// </remarks>
public sealed class InMemoryEmotionIndex : IEmotionIndex
{
    private const int StackCandidates = 128;
    private const int ItemsBetweenChecks = 1 << 14;

    private readonly EmotionalSimilarity _similarity;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile Snapshot _snapshot;

    /// <summary>Creates an empty index.</summary>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    public InMemoryEmotionIndex(EmotionalSimilarity? similarity = null) : this(Snapshot.Empty, similarity) { }

    private InMemoryEmotionIndex(Snapshot snapshot, EmotionalSimilarity? similarity)
    {
        _snapshot = snapshot;
        _similarity = similarity ?? new();
    }

    /// <summary>The size of the index in bytes, including ids, payloads and embeddings.</summary>
    public long Bytes => _snapshot.Levels.Sum(level => level.Segment.Memory.Length);

    /// <summary>Builds an index of many items at once: 10 million with short ids take a few seconds.</summary>
    /// <param name="items">The items; enumerated once.</param>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    /// <param name="progress">Receives the number of items read so far; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The index.</returns>
    /// <exception cref="EmotionIndexException">An id appears twice, or an item is invalid.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static InMemoryEmotionIndex Build(
        IEnumerable<EmotionItem> items, EmotionalSimilarity? similarity = null, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using var draft = Draft(items, progress, cancellationToken);
        return new(SnapshotWriter.Add(Snapshot.Empty, draft, replace: false, cancellationToken), similarity);
    }

    /// <summary>
    /// Opens a file written by <see cref="SaveAsync"/>. The file is checked completely and mapped, not read into memory; it must not change while the
    /// index is in use.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The index.</returns>
    /// <exception cref="EmotionIndexException">The file is missing, truncated, damaged, or not an emotion index; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static InMemoryEmotionIndex Open(string path, EmotionalSimilarity? similarity = null, CancellationToken cancellationToken = default)
    {
        var segment = SegmentFile.Open(path, cancellationToken);
        return new(segment.Layout.RowCount == 0 ? Snapshot.Empty : new([new(segment)]), similarity);
    }

    /// <summary>Writes all items to a file atomically. The target may be the file from which the index was opened.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; the target is left unchanged.</param>
    /// <exception cref="EmotionIndexException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var compact = await WriteAsync(snapshot =>
        {
            var next = SnapshotWriter.Compact(snapshot, cancellationToken);
            return (next, next);
        }, cancellationToken).ConfigureAwait(false);
        await Task.Run(() =>
        {
            using var empty = new SegmentDraft();
            SegmentFile.Save(compact.Levels is [var level] ? level.Segment : empty.Build(cancellationToken), path, cancellationToken);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) =>
        AddAsync(items, replace: false, cancellationToken);

    /// <inheritdoc/>
    public Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) =>
        AddAsync(items, replace: true, cancellationToken);

    /// <inheritdoc/>
    public async Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return await WriteAsync(snapshot => SnapshotWriter.Remove(snapshot, ids, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        cancellationToken.ThrowIfCancellationRequested();
        var snapshot = _snapshot;
        if (!Record.TryGetUtf8(id, out var utf8)) return Task.FromResult<EmotionItem?>(null);
        var (level, row) = snapshot.Find(utf8, IdTable.Hash(utf8));
        var item = level < 0 ? null : snapshot.Levels[level].Segment.Item(row);
        GC.KeepAlive(snapshot);
        return Task.FromResult(item);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_snapshot.Count((int?)modality));
    }

    /// <inheritdoc/>
    /// <remarks>The items keep their memory until the enumeration ends, even if they are removed meanwhile.</remarks>
    public IAsyncEnumerable<EmotionItem> ItemsAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        return EnumerateAsync(level => level.Rows((int?)modality), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The items keep their memory until the enumeration ends, even if they are removed meanwhile.</remarks>
    public IAsyncEnumerable<EmotionItem> WithinAsync(
        EmotionRegion region, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        region.ThrowIfInvalid();
        ArgumentChecks.ThrowIfUndefined(modality);
        return EnumerateAsync(level => level.Rows(region, (int?)modality), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionMatch>> NearestAsync(
        ValenceArousal point, int count, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfNotFinite(point);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentChecks.ThrowIfUndefined(modality);
        cancellationToken.ThrowIfCancellationRequested();
        var snapshot = _snapshot;
        var wanted = (int)Math.Min(count, snapshot.Count((int?)modality));
        if (wanted == 0) return Task.FromResult<IReadOnlyList<EmotionMatch>>([]);

        var nearest = new NearestSet(wanted <= StackCandidates ? stackalloc Candidate[wanted] : new Candidate[wanted]);
        snapshot.Search(point, (int?)modality, ref nearest, cancellationToken);
        var found = nearest.Sort();
        var items = snapshot.Items(found);
        var matches = new EmotionMatch[found.Length];
        for (var i = 0; i < matches.Length; i++)
        {
            var distance = Math.Sqrt(found[i].Squared);
            matches[i] = new(items[i], distance, _similarity.Score(distance));
        }
        GC.KeepAlive(snapshot);
        return Task.FromResult<IReadOnlyList<EmotionMatch>>(matches);
    }

    private async Task AddAsync(IReadOnlyCollection<EmotionItem> items, bool replace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        await WriteAsync(snapshot =>
        {
            using var draft = Draft(items, null, cancellationToken);
            return (SnapshotWriter.Add(snapshot, draft, replace, cancellationToken), 0);
        }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WriteAsync<T>(Func<Snapshot, (Snapshot Next, T Result)> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (next, result) = await Task.Run(() => write(_snapshot), cancellationToken).ConfigureAwait(false);
            _snapshot = next;
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async IAsyncEnumerable<EmotionItem> EnumerateAsync(
        Func<Level, IEnumerable<int>> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false); // everything is in memory, and readers do not wait
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var level in _snapshot.Levels)
        {
            foreach (var row in rows(level))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return level.Segment.Item(row);
            }
            GC.KeepAlive(level);
        }
    }

    private static SegmentDraft Draft(IEnumerable<EmotionItem> items, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var draft = new SegmentDraft();
        try
        {
            foreach (var item in items)
            {
                draft.Add(item);
                if (draft.Count % ItemsBetweenChecks != 0) continue;
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(draft.Count);
            }
            return draft;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }
}
