using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Mmva.PostgreSql;

/// <summary>An emotion index in PostgreSQL (13 or newer, no extension), shared by several processes and machines.</summary>
/// <remarks>
/// Safe to use from several threads and processes at once. Each write is one transaction; large ones use COPY.
/// A call whose connection is lost is retried, and takes effect once: see <see cref="PostgreSqlIndexOptions.MaxRetries"/>.
/// The tables are created or upgraded by the first call, or by <see cref="MigrateAsync"/>.
/// </remarks>
public sealed class PostgreSqlEmotionIndex : IEmotionIndex, IDisposable, IAsyncDisposable
{
    private const string Cursor = "mmva_items";
    private const int ItemsPerFetch = 256;

    private readonly Database _database;
    private readonly TableNames _names;
    private readonly EmotionalSimilarity _similarity;

    /// <summary>Creates the index; no connection is opened yet.</summary>
    /// <param name="options">The options, which name the database.</param>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    /// <param name="logger">The logger; optional.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public PostgreSqlEmotionIndex(
        PostgreSqlIndexOptions options, EmotionalSimilarity? similarity = null, ILogger<PostgreSqlEmotionIndex>? logger = null)
        : this(options, similarity, logger, Migrations.Of) { }

    internal PostgreSqlEmotionIndex(
        PostgreSqlIndexOptions options, EmotionalSimilarity? similarity, ILogger? logger, Func<TableNames, IReadOnlyList<string>> migrations)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validated(new PostgreSqlIndexOptionsValidator());
        _names = new(options.Schema, options.TablePrefix);
        _similarity = similarity ?? new();
        _database = new(options, _names, new Migrator(_names, migrations(_names)), logger ?? NullLogger.Instance);
    }

    /// <summary>
    /// Connects, and creates or upgrades the tables, so that a host detects problems when it starts. Several processes may call it at once.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="EmotionIndexException">The database cannot be reached, or its tables are of a newer version.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
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
            // rows of this transaction have its number
            var sql = $"SELECT min(i.id) FROM {_names.Items} i JOIN {source} USING (key) WHERE i.xmin <> pg_current_xact_id()::xid";
            throw EmotionIndexException.Exists(await connection.ScalarAsync<string>(sql, parameters, token).ConfigureAwait(false));
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
                ON CONFLICT (key) DO UPDATE
                SET modality = excluded.modality, place = excluded.place, payload = excluded.payload, embedding = excluded.embedding
                """, parameters, token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        byte[][] keys = [.. ids.Select(ItemKey.TryOf).OfType<byte[]>()];
        if (keys.Length == 0) return 0;
        var sql = $"DELETE FROM {_names.Items} WHERE key = ANY($1)";
        NpgsqlParameter[] parameters = [new NpgsqlParameter<byte[][]> { TypedValue = keys }];
        return await _database.WriteAsync("Removing items", (connection, token) => connection.ExecuteAsync(sql, parameters, token), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (ItemKey.TryOf(id) is not { } key) return null;
        var sql = $"SELECT {ItemRows.Selected} FROM {_names.Items} WHERE key = $1";
        var found = await SearchAsync(sql, [new NpgsqlParameter<byte[]> { TypedValue = key }], cancellationToken).ConfigureAwait(false);
        return found.SingleOrDefault();
    }

    /// <inheritdoc/>
    public async Task<long> CountAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        var sql = $"SELECT count(*) FROM {_names.Items}{Filter(modality)}";
        return await _database.ReadAsync("Counting items", (connection, token) => connection.ScalarAsync<long>(sql, [], token), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EmotionMatch>> NearestAsync(
        ValenceArousal point, int count, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfNotFinite(point);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentChecks.ThrowIfUndefined(modality);
        var found = await SearchAsync(NearestSql(count, modality), PointParameters(point), cancellationToken).ConfigureAwait(false);
        // the distances of the server may differ from ours in the last bit
        return
        [
            .. found.Select(item => (Item: item, Distance: point.DistanceTo(item.Emotion))).OrderBy(match => match.Distance)
                .Select(match => new EmotionMatch(match.Item, match.Distance, _similarity.Score(match.Distance))),
        ];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// One connection with an open transaction is in use until the enumeration ends. It cannot be resumed: if the connection is lost, it fails with
    /// an
    /// <see cref="EmotionIndexException"/>.
    /// </remarks>
    public IAsyncEnumerable<EmotionItem> ItemsAsync(Modality? modality = null, CancellationToken cancellationToken = default)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        return StreamAsync($"SELECT {ItemRows.Selected} FROM {_names.Items}{Filter(modality)}", cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>One connection with an open transaction is in use until the enumeration ends, as for <see cref="ItemsAsync"/>.</remarks>
    public IAsyncEnumerable<EmotionItem> WithinAsync(
        EmotionRegion region, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        region.ThrowIfInvalid();
        ArgumentChecks.ThrowIfUndefined(modality);
        return StreamAsync(WithinSql(region, modality), cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _database.Dispose();

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>
    /// The search as SQL. Count and modality are literals, so that the planner chooses the index for them; $1 and $2 are the point.
    /// </summary>
    internal string NearestSql(int count, Modality? modality)
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"ORDER BY distance LIMIT {count}");
        var each = Enum.GetValues<Modality>().Where(m => modality is null || m == modality)
            .Select(m => $"(SELECT {ItemRows.Selected}, place <-> point($1, $2) AS distance FROM {_names.Items}{Filter(m)} {limit})");
        return modality is null ? $"{string.Join(" UNION ALL ", each)} {limit}" : each.Single();
    }

    /// <summary>The items in a region as SQL. A point in a box is compared exactly; a circle would be compared with a tolerance.</summary>
    internal string WithinSql(EmotionRegion region, Modality? modality)
    {
        var box = string.Create(
            CultureInfo.InvariantCulture,
            $"box(point({Sql(region.MinValence)}, {Sql(region.MinArousal)}), point({Sql(region.MaxValence)}, {Sql(region.MaxArousal)}))");
        var each = Enum.GetValues<Modality>().Where(m => modality is null || m == modality)
            .Select(m => $"SELECT {ItemRows.Selected} FROM {_names.Items}{Filter(m)} AND place <@ {box}");
        return string.Join(" UNION ALL ", each);

        // an infinite limit is the largest number, which no item exceeds
        static string Sql(float limit) =>
            string.Create(CultureInfo.InvariantCulture, $"'{(double)Math.Clamp(limit, float.MinValue, float.MaxValue):R}'");
    }

    internal static NpgsqlParameter[] PointParameters(ValenceArousal point) =>
        [new NpgsqlParameter<double> { TypedValue = point.Valence }, new NpgsqlParameter<double> { TypedValue = point.Arousal }];

    private static string Filter(Modality? modality) =>
        modality is { } one ? string.Create(CultureInfo.InvariantCulture, $" WHERE modality = {(short)one}") : "";

    // in the order of keys: two processes that write the same items wait for each other and do not deadlock
    private string InsertFrom(string source) => $"""
        INSERT INTO {_names.Items} (key, id, modality, place, payload, embedding)
        SELECT key, id, modality, point(valence, arousal), payload, embedding FROM {source} ORDER BY key
        """;

    private IAsyncEnumerable<EmotionItem> StreamAsync(string select, CancellationToken cancellationToken)
    {
        var fetch = $"FETCH {ItemsPerFetch.ToString(CultureInfo.InvariantCulture)} FROM {Cursor}";
        return _database.StreamAsync(
            "Enumerating items",
            (connection, token) => connection.ExecuteAsync($"DECLARE {Cursor} NO SCROLL CURSOR FOR {select}", [], token),
            (connection, token) => connection.ItemsAsync(fetch, [], token), cancellationToken);
    }

    private Task<List<EmotionItem>> SearchAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        _database.ReadAsync("Searching", (connection, token) => connection.ItemsAsync(sql, parameters, token), cancellationToken);
}
