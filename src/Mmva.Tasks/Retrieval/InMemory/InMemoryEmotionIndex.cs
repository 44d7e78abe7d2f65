namespace Mmva.Tasks;

/// <summary>An emotion index inside the process: exact, for tens of millions of items, with a file to keep them in.</summary>
/// <remarks>
/// <para>Safe to use from several threads at once. Readers never wait, not even for a write; writers wait for one another, and a writer's cancellation or failure changes nothing.</para>
/// <para>Takes at most 24 bytes an item beside ids, payloads and embeddings: coordinates 8, trees about 2, ids by hash about 5⅓, positions 5, lengths 3.
/// Items lie outside the managed heap. A write takes microseconds an item, on average: levels of doubling size are merged, the largest seldom.</para>
/// <para>Removed items are passed over until their level is merged: a query amid a million of them may take tens of milliseconds. To replace most of an index, fill a new one.</para>
/// <para>Nothing is on disk until <see cref="SaveAsync"/>.</para>
/// </remarks>
public sealed class InMemoryEmotionIndex : IEmotionIndex
{
    private const int StackCandidates = 128;
    private const int ItemsBetweenChecks = 1 << 14;

    private readonly EmotionalSimilarity _similarity;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile Snapshot _snapshot;

    /// <summary>Makes an empty index.</summary>
    /// <param name="similarity">Turns distances into the similarity of matches; with the constant of IMEMNet when left out.</param>
    public InMemoryEmotionIndex(EmotionalSimilarity? similarity = null) : this(Snapshot.Empty, similarity) { }

    private InMemoryEmotionIndex(Snapshot snapshot, EmotionalSimilarity? similarity) => (_snapshot, _similarity) = (snapshot, similarity ?? new());

    /// <summary>Bytes that the index takes, ids, payloads and embeddings included.</summary>
    public long Bytes => _snapshot.Levels.Sum(level => level.Segment.Memory.Length);

    /// <summary>Builds an index of many items at once: 10 million with short ids take some seconds.</summary>
    /// <param name="items">The items; read once.</param>
    /// <param name="similarity">Turns distances into the similarity of matches; with the constant of IMEMNet when left out.</param>
    /// <param name="progress">Hears now and then how many items were read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="EmotionIndexException">An id is there twice, or an item is invalid.</exception>
    public static InMemoryEmotionIndex Build(IEnumerable<EmotionItem> items, EmotionalSimilarity? similarity = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var draft = Draft(items, progress, cancellationToken);
        return new(SnapshotWriter.Add(Snapshot.Empty, draft, replace: false, cancellationToken), similarity);
    }

    /// <summary>Opens a file that <see cref="SaveAsync"/> wrote. It is checked whole and mapped, not read into memory; it must stay as it is while the index is in use.</summary>
    /// <param name="path">The file.</param>
    /// <param name="similarity">Turns distances into the similarity of matches; with the constant of IMEMNet when left out.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="EmotionIndexException">The file is missing, truncated, damaged or something else; the message names it.</exception>
    public static InMemoryEmotionIndex Open(string path, EmotionalSimilarity? similarity = null, CancellationToken cancellationToken = default)
    {
        var segment = SegmentFile.Open(path, cancellationToken);
        return new(segment.Layout.RowCount == 0 ? Snapshot.Empty : new([new(segment)]), similarity);
    }

    /// <summary>Writes all items to a file, atomically: beside the target first, then renamed over it, so that no reader sees half of it. The index it was opened from may be the target.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <param name="cancellationToken">Ends the work; the target is as it was.</param>
    /// <exception cref="EmotionIndexException">The file cannot be written.</exception>
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
            using var nothing = new SegmentDraft();
            SegmentFile.Save(compact.Levels is [var level] ? level.Segment : nothing.Build(cancellationToken), path, cancellationToken);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) => AddAsync(items, replace: false, cancellationToken);

    /// <inheritdoc/>
    public Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) => AddAsync(items, replace: true, cancellationToken);

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
        ThrowIfUnknown(modality);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_snapshot.Count((int?)modality));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionMatch>> NearestAsync(ValenceArousal place, int count, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        Finite.ThrowIfNot(place);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfUnknown(modality);
        cancellationToken.ThrowIfCancellationRequested();
        var snapshot = _snapshot;
        var wanted = (int)Math.Min(count, snapshot.Count((int?)modality));
        if (wanted == 0) return Task.FromResult<IReadOnlyList<EmotionMatch>>([]);

        var nearest = new NearestSet(wanted <= StackCandidates ? stackalloc Candidate[wanted] : new Candidate[wanted]);
        snapshot.Search(place, (int?)modality, ref nearest, cancellationToken);
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

    private static void ThrowIfUnknown(Modality? modality)
    {
        if (modality is { } given && !Enum.IsDefined(given)) throw new ArgumentOutOfRangeException(nameof(modality), modality, "Unknown modality.");
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
