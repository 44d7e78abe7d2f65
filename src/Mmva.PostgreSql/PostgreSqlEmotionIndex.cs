using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Mmva.PostgreSql;

/// <summary>An emotion index in PostgreSQL (13 or newer, no extension): several processes and machines fill it and ask it.</summary>
/// <remarks>
/// Safe to use from several threads and processes at once. Each call that writes is one transaction; large ones go by COPY.
/// A call whose connection is lost is tried again, and happens once: see <see cref="PostgreSqlIndexOptions.MaxRetries"/>.
/// The tables are made or brought up to date by the first call, or by <see cref="MigrateAsync"/>.
/// </remarks>
public sealed class PostgreSqlEmotionIndex : IEmotionIndex, IDisposable, IAsyncDisposable
{
    private readonly Database _database;
    private readonly TableNames _names;
    private readonly EmotionalSimilarity _similarity;

    /// <summary>Takes the place of the index; nothing is connected yet.</summary>
    /// <param name="options">Where the index lies.</param>
    /// <param name="similarity">Eq. 1 with its σ; null for that of IMEMNet.</param>
    /// <param name="logger">Hears of lost connections.</param>
    /// <exception cref="OptionsValidationException">The options make no sense.</exception>
    public PostgreSqlEmotionIndex(PostgreSqlIndexOptions options, EmotionalSimilarity? similarity = null, ILogger<PostgreSqlEmotionIndex>? logger = null)
        : this(options, similarity, logger, Migrations.Of) { }

    internal PostgreSqlEmotionIndex(PostgreSqlIndexOptions options, EmotionalSimilarity? similarity, ILogger? logger, Func<TableNames, IReadOnlyList<string>> migrations)
    {
        ArgumentNullException.ThrowIfNull(options);
        var valid = new PostgreSqlIndexOptionsValidator().Validate(null, options);
        if (valid.Failed) throw new OptionsValidationException(Options.DefaultName, typeof(PostgreSqlIndexOptions), valid.Failures);
        _names = new(options.Schema, options.TablePrefix);
        _similarity = similarity ?? new();
        _database = new(options, _names, new Migrator(_names, migrations(_names)), logger ?? NullLogger.Instance);
    }

    /// <summary>Connects, and makes the tables or brings them up to date: for a host that wants to know at its start. Harmless when several processes do it at once.</summary>
    /// <exception cref="EmotionIndexException">The database is out of reach, or its tables are of a newer version.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken = default) =>
        await _database.ReadAsync("Preparing the emotion index", (_, _) => Task.FromResult(true), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default)
    {
        EmotionItem.ThrowIfInvalid(items);
        if (items.Count == 0) return;
        await _database.WriteAsync("Adding items", async (connection, token) =>
        {
            var (source, parameters) = await ItemRows.StageAsync(connection, items, token).ConfigureAwait(false);
            var added = await connection.ExecuteAsync($"{InsertFrom(source)} ON CONFLICT DO NOTHING", parameters, token).ConfigureAwait(false);
            if (added == items.Count) return added;
            // rows of this transaction bear its number
            var there = await connection.ScalarAsync<string>($"SELECT min(i.id) FROM {_names.Items} i JOIN {source} USING (key) WHERE i.xmin <> pg_current_xact_id()::xid", parameters, token).ConfigureAwait(false);
            throw EmotionIndexException.Exists(there);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default)
    {
        EmotionItem.ThrowIfInvalid(items);
        if (items.Count == 0) return;
        await _database.WriteAsync("Writing items", async (connection, token) =>
        {
            var (source, parameters) = await ItemRows.StageAsync(connection, items, token).ConfigureAwait(false);
            return await connection.ExecuteAsync($"""
                {InsertFrom(source)}
                ON CONFLICT (key) DO UPDATE SET modality = excluded.modality, place = excluded.place, payload = excluded.payload, embedding = excluded.embedding
                """, parameters, token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        byte[][] keys = [.. ids.Select(ItemKey.TryOf).OfType<byte[]>()];
        if (keys.Length == 0) return 0;
        return await _database.WriteAsync("Removing items", (connection, token) =>
            connection.ExecuteAsync($"DELETE FROM {_names.Items} WHERE key = ANY($1)", [new NpgsqlParameter<byte[][]> { TypedValue = keys }], token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (ItemKey.TryOf(id) is not { } key) return null;
        var found = await ItemsAsync($"SELECT {ItemRows.Selected} FROM {_names.Items} WHERE key = $1", [new NpgsqlParameter<byte[]> { TypedValue = key }], cancellationToken).ConfigureAwait(false);
        return found.SingleOrDefault();
    }

    /// <inheritdoc/>
    public async Task<long> CountAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ThrowIfUnknown(modality);
        var sql = $"SELECT count(*) FROM {_names.Items}" + (modality is { } one ? $" WHERE modality = {(short)one}" : "");
        return await _database.ReadAsync("Counting items", (connection, token) => connection.ScalarAsync<long>(sql, [], token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EmotionMatch>> NearestAsync(ValenceArousal place, int count, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        if (!float.IsFinite(place.Valence) || !float.IsFinite(place.Arousal)) throw new ArgumentOutOfRangeException(nameof(place), place, "A place on the emotion plane is finite.");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfUnknown(modality);
        var found = await ItemsAsync(NearestSql(count, modality), PlaceParameters(place), cancellationToken).ConfigureAwait(false);
        // the server's distances may differ from ours in their last bit
        return [.. found.Select(item => (Item: item, Distance: place.DistanceTo(item.Emotion))).OrderBy(match => match.Distance)
            .Select(match => new EmotionMatch(match.Item, match.Distance, _similarity.Score(match.Distance)))];
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _database.Dispose();

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>The search as SQL. Count and modality stand in the text, so that the planner knows the index that serves them; $1 and $2 are the place.</summary>
    internal string NearestSql(int count, Modality? modality)
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"ORDER BY distance LIMIT {count}");
        var each = Enum.GetValues<Modality>().Where(m => modality is null || m == modality)
            .Select(m => $"(SELECT {ItemRows.Selected}, place <-> point($1, $2) AS distance FROM {_names.Items} WHERE modality = {(short)m} {limit})");
        return modality is null ? $"{string.Join(" UNION ALL ", each)} {limit}" : each.Single();
    }

    internal static NpgsqlParameter[] PlaceParameters(ValenceArousal place) =>
        [new NpgsqlParameter<double> { TypedValue = place.Valence }, new NpgsqlParameter<double> { TypedValue = place.Arousal }];

    private static void ThrowIfUnknown(Modality? modality)
    {
        if (modality is { } given && !Enum.IsDefined(given)) throw new ArgumentOutOfRangeException(nameof(modality), modality, "Unknown modality.");
    }

    // In the order of keys: two processes that write the same items wait for each other and do not deadlock.
    private string InsertFrom(string source) =>
        $"INSERT INTO {_names.Items} (key, id, modality, place, payload, embedding) SELECT key, id, modality, point(valence, arousal), payload, embedding FROM {source} ORDER BY key";

    private Task<List<EmotionItem>> ItemsAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) => _database.ReadAsync("Searching", async (connection, token) =>
    {
        await using var command = connection.Command(sql, parameters);
        await using var rows = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
        var items = new List<EmotionItem>();
        while (await rows.ReadAsync(token).ConfigureAwait(false)) items.Add(ItemRows.Read(rows));
        return items;
    }, cancellationToken);
}
