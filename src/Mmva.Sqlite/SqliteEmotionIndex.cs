using Microsoft.Extensions.Options;

namespace Mmva.Sqlite;

/// <summary>An emotion index in an SQLite file, for libraries that must survive the process and be shared by several on one machine.</summary>
/// <remarks>
/// Safe to use from several threads and processes at once: readers never wait for writers (WAL), writers wait for one another. A batch is one transaction, on disk when the call returns.
/// Answers are exact. The file must lie on a local disk; WAL does not work over a network. Dispose the index to close the file.
/// </remarks>
public sealed class SqliteEmotionIndex : IEmotionIndex, IDisposable
{
    private const int ItemsBetweenChecks = 256;

    private readonly Database _database;
    private readonly EmotionalSimilarity _similarity;
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Uses a file; it is opened, or made, by the first call.</summary>
    /// <param name="path">The file.</param>
    /// <param name="similarity">Turns distances into the similarity of matches; with the constant of IMEMNet when left out.</param>
    public SqliteEmotionIndex(string path, EmotionalSimilarity? similarity = null) : this(new SqliteIndexOptions { Path = path }, similarity) { }

    /// <summary>Uses a file; it is opened, or made, by the first call.</summary>
    /// <param name="options">The file and how it is opened.</param>
    /// <param name="similarity">Turns distances into the similarity of matches; with the constant of IMEMNet when left out.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public SqliteEmotionIndex(SqliteIndexOptions options, EmotionalSimilarity? similarity = null)
    {
        var checks = new SqliteIndexOptionsValidator().Validate(null, options);
        if (checks.Failed) throw new OptionsValidationException(Options.DefaultName, typeof(SqliteIndexOptions), checks.Failures);
        (_database, _similarity) = (new(options), similarity ?? new());
    }

    /// <inheritdoc/>
    public Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) => WriteAsync(items, (writer, item) => writer.Add(item), cancellationToken);

    /// <inheritdoc/>
    public Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) => WriteAsync(items, (writer, item) => writer.Upsert(item), cancellationToken);

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
        ThrowIfUnknown(modality);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => (long)(modality is { } one
            ? session.Command("SELECT count(*) FROM item WHERE modality = ?1", (long)one)
            : session.Command("SELECT count(*) FROM item")).ExecuteScalar()!));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionMatch>> NearestAsync(ValenceArousal place, int count, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        if (!float.IsFinite(place.Valence) || !float.IsFinite(place.Arousal)) throw new ArgumentOutOfRangeException(nameof(place), place, "The place must be finite.");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfUnknown(modality);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read<IReadOnlyList<EmotionMatch>>(session =>
            [.. new NearestSearch(session, place).Find(count, modality, cancellationToken).Select(found => new EmotionMatch(session.Item(found.Row), found.Distance, _similarity.Score(found.Distance)))]));
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

    // what is no text, half a character for example, is no id either
    private static bool IsText(string id) => EmotionItem.IsStorable(id);

    private static void ThrowIfUnknown(Modality? modality)
    {
        if (modality is { } given && !Enum.IsDefined(given)) throw new ArgumentOutOfRangeException(nameof(modality), modality, "Unknown modality.");
    }
}
