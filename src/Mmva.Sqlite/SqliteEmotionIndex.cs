using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Mmva.Sqlite;

/// <summary>An emotion index in an SQLite file, for libraries that outlive the process and are shared by several processes on one machine.</summary>
/// <remarks>
/// Safe to use from several threads and processes at once: readers never wait for writers (WAL), writers wait for each other. A batch is one
/// transaction, which is on disk when the call returns. Answers are exact. The file must be on a local disk; WAL does not work over a network.
/// Where the folder or the media is read-only, the index can be read. Dispose the index to close the file.
/// </remarks>
public sealed class SqliteEmotionIndex : IEmotionIndex, IDisposable
{
    private const int ItemsBetweenChecks = 256;

    private readonly Database _database;
    private readonly EmotionalSimilarity _similarity;
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Uses a file, which the first call opens or creates.</summary>
    /// <param name="path">The file.</param>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    /// <exception cref="OptionsValidationException">The path is empty.</exception>
    public SqliteEmotionIndex(string path, EmotionalSimilarity? similarity = null) : this(new SqliteIndexOptions { Path = path }, similarity) { }

    /// <summary>Uses a file, which the first call opens or creates.</summary>
    /// <param name="options">The options, which name the file.</param>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public SqliteEmotionIndex(SqliteIndexOptions options, EmotionalSimilarity? similarity = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _database = new(options.Validated(new SqliteIndexOptionsValidator()));
        _similarity = similarity ?? new();
    }

    /// <inheritdoc/>
    public Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) =>
        WriteAsync(items, (writer, item) => writer.Add(item), cancellationToken);

    /// <inheritdoc/>
    public Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) =>
        WriteAsync(items, (writer, item) => writer.Upsert(item), cancellationToken);

    /// <inheritdoc/>
    public async Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var removed = 0;
        await WriteAsync(ids, (writer, id) => removed += IsText(id) && writer.Remove(id) ? 1 : 0, cancellationToken).ConfigureAwait(false);
        return removed;
    }

    /// <inheritdoc/>
    public Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(IsText(id) ? _database.Read(session => session.Find(id)) : null);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => (long)(modality is { } one
            ? session.Command("SELECT count(*) FROM item WHERE modality = ?1", (long)one)
            : session.Command("SELECT count(*) FROM item")).ExecuteScalar()!));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionMatch>> NearestAsync(
        ValenceArousal point, int count, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfNotFinite(point);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentChecks.ThrowIfUndefined(modality);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read<IReadOnlyList<EmotionMatch>>(session =>
            [.. new NearestSearch(session, point).Find(count, modality, cancellationToken)
                .Select(found => Match(session.Item(found.Row), found.Distance))]));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// One read transaction lasts for the whole enumeration. Writers do not wait for it, but the -wal file cannot be shortened until the enumeration
    /// ends.
    /// </remarks>
    public IAsyncEnumerable<EmotionItem> ItemsAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        return EnumerateAsync(session => session.Items(modality), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>One read transaction lasts for the whole enumeration, as for <see cref="ItemsAsync"/>.</remarks>
    public IAsyncEnumerable<EmotionItem> WithinAsync(
        EmotionRegion region, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        region.ThrowIfInvalid();
        ArgumentChecks.ThrowIfUndefined(modality);
        return EnumerateAsync(session => session.Items(region, modality), cancellationToken);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _database.Dispose();

    private Task WriteAsync(IReadOnlyCollection<EmotionItem> items, Action<ItemWriter, EmotionItem> write, CancellationToken cancellationToken)
    {
        EmotionItem.ThrowIfInvalid(items);
        return WriteAsync<EmotionItem>(items, write, cancellationToken);
    }

    private async Task WriteAsync<T>(IReadOnlyCollection<T> all, Action<ItemWriter, T> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(() => _database.Write(session =>
            {
                var (writer, done) = (new ItemWriter(session), 0);
                foreach (var one in all)
                {
                    if (done++ % ItemsBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
                    write(writer, one);
                }
                return done;
            }, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async IAsyncEnumerable<EmotionItem> EnumerateAsync(
        Func<Session, IEnumerable<EmotionItem>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false); // SQLite reads synchronously
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var item in _database.Stream(read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private EmotionMatch Match(EmotionItem item, double distance) => new(item, distance, _similarity.Score(distance));

    // malformed text, such as an unpaired surrogate, is never an id
    private static bool IsText(string id) => EmotionItem.IsStorable(id);
}
