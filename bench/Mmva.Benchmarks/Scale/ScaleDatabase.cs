using System.Diagnostics;
using System.Globalization;
using Mmva.PostgreSql;
using Mmva.PostgreSql.Tests.Server;
using Npgsql;
using NpgsqlTypes;

namespace Mmva.Benchmarks.Scale;

/// <summary>A server of its own with an emotion index.</summary>
internal sealed class ScaleDatabase : IAsyncDisposable
{
    private const string Items = "mmva.emotion_items";

    // pg_partition_tree has no rows for a table without partitions; a partitioned one has no size of its own
    private const string PartsOfItems = $"SELECT relid FROM pg_partition_tree('{Items}') UNION SELECT '{Items}'::regclass";
    private const string PartsOfCopy = "SELECT relid FROM pg_partition_tree('mmva.scale_copy') UNION SELECT 'mmva.scale_copy'::regclass";

    private ScaleDatabase(PostgreSqlServer server)
    {
        Server = server;
        Index = Open("mmva");
    }

    public PostgreSqlServer Server { get; }

    // a pool would keep connections to a server that was killed
    private string Unpooled => Server.ConnectionString + ";Pooling=false";

    public PostgreSqlEmotionIndex Index { get; }

    public static async Task<ScaleDatabase> StartAsync(int partitions)
    {
        var binaries = PostgreSqlServer.FindBinaries() ?? throw new MmvaException("PostgreSQL is not installed: apt-get install postgresql");
        var database = new ScaleDatabase(await PostgreSqlServer.StartNewAsync(binaries));
        foreach (var setting in new[] { "shared_buffers = '1GB'", "maintenance_work_mem = '256MB'", "max_wal_size = '8GB'" })
            await database.ExecuteAsync($"ALTER SYSTEM SET {setting}");
        database.Server.Kill();
        await database.Server.StartAsync();
        await database.Index.MigrateAsync();
        if (partitions > 0) await database.ExecuteAsync(Partition(partitions));
        return database;
    }

    public PostgreSqlEmotionIndex Open(string schema) => new(new() { ConnectionString = Server.ConnectionString, Schema = schema, MaxRetries = 60 });

    /// <summary>Starts the server anew, with none of its files in memory.</summary>
    public async Task RestartColdAsync()
    {
        await ExecuteAsync("CHECKPOINT");
        var folder = await ScalarAsync<string>("SHOW data_directory");
        Server.Kill();
        ProcessMemory.DropCached(folder);
        await Server.StartAsync();
        await Index.FindAsync("connects"); // reads catalogs and the key alone
    }

    /// <summary>Processor seconds of the server so far.</summary>
    public async Task<double> CpuSecondsAsync()
    {
        var folder = await ScalarAsync<string>("SHOW data_directory");
        var server = File.ReadLines(Path.Combine(folder, "postmaster.pid")).First();
        return Directory.EnumerateDirectories("/proc").Select(ProcessTimes).Where(process => process.Id == server || process.Parent == server)
            .Sum(process => process.Id == server ? process.Own + process.EndedChildren : process.Own);
    }

    /// <summary>Copies items into the table without indexes and builds these afterwards.</summary>
    /// <returns>Seconds for the copy, for the key, and for the nearest-neighbor indexes.</returns>
    public async Task<(double Copy, double Key, double Tree)> LoadAsync(IEnumerable<EmotionItem> items, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Unpooled);
        await connection.OpenAsync();
        var constraint = await ScalarAsync<string>($"SELECT conname::text FROM pg_constraint WHERE conrelid = '{Items}'::regclass AND contype = 'p'");
        var trees = await ScalarAsync<string[]>(
            $"SELECT array_agg(pg_get_indexdef(indexrelid)) FROM pg_index WHERE indrelid = '{Items}'::regclass AND NOT indisprimary");
        var names = await ScalarAsync<string[]>(
            $"SELECT array_agg(indexrelid::regclass::text) FROM pg_index WHERE indrelid = '{Items}'::regclass AND NOT indisprimary");
        await ExecuteAsync($"ALTER TABLE {Items} DROP CONSTRAINT {constraint}; DROP INDEX {string.Join(", ", names)}");
        var start = Stopwatch.GetTimestamp();
        await using (var rows = await connection.BeginBinaryImportAsync($"COPY {Items} (key, id, modality, place) FROM STDIN (FORMAT binary)"))
        {
            foreach (var item in items)
            {
                await rows.StartRowAsync(cancellationToken);
                await rows.WriteAsync(ItemKey.Of(item.Id), NpgsqlDbType.Bytea);
                await rows.WriteAsync(item.Id, NpgsqlDbType.Text);
                await rows.WriteAsync((short)item.Modality, NpgsqlDbType.Smallint);
                await rows.WriteAsync(new NpgsqlPoint(item.Emotion.Valence, item.Emotion.Arousal), NpgsqlDbType.Point);
            }
            await rows.CompleteAsync();
        }
        var copied = Stopwatch.GetTimestamp();
        await ExecuteAsync($"ALTER TABLE {Items} ADD CONSTRAINT {constraint} PRIMARY KEY (key)");
        var keyed = Stopwatch.GetTimestamp();
        await ExecuteAsync(string.Join("; ", trees).Replace(" ON ONLY ", " ON ", StringComparison.Ordinal));
        return (
            Stopwatch.GetElapsedTime(start, copied).TotalSeconds, Stopwatch.GetElapsedTime(copied, keyed).TotalSeconds,
            Stopwatch.GetElapsedTime(keyed).TotalSeconds);
    }

    /// <summary>Bytes of the table, of the index of keys, and of the nearest-neighbor index of music.</summary>
    public async Task<(long Table, long Keys, long Tree)> SizesAsync()
    {
        const string leaves = $"FROM ({PartsOfItems}) t";
        const string indexes = $"{leaves} JOIN pg_index i ON i.indrelid = t.relid";
        return (
            await ScalarAsync<long>($"SELECT sum(pg_table_size(relid))::bigint {leaves}"),
            await ScalarAsync<long>($"SELECT sum(pg_relation_size(indexrelid))::bigint {indexes} WHERE indisprimary"),
            await ScalarAsync<long>($"SELECT sum(pg_relation_size(indexrelid))::bigint {indexes} WHERE NOT indisprimary"));
    }

    /// <summary>Builds the nearest-neighbor index once more, from the rows that exist.</summary>
    public async Task<(double Seconds, long Bytes)> BuildTreeAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await ExecuteAsync($"CREATE INDEX scale_copy ON {Items} USING gist (place) WHERE modality = 1");
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var bytes = await ScalarAsync<long>($"SELECT sum(pg_relation_size(relid))::bigint FROM ({PartsOfCopy}) t");
        await ExecuteAsync("DROP INDEX mmva.scale_copy");
        return (seconds, bytes);
    }

    public async Task<string> PlanAsync(PostgreSqlEmotionIndex index, ValenceArousal point)
    {
        await using var connection = new NpgsqlConnection(Unpooled);
        await connection.OpenAsync();
        await using var command = connection.Command(
            "EXPLAIN (VERBOSE, COSTS OFF) " + index.NearestSql(10, Modality.Music), PostgreSqlEmotionIndex.PointParameters(point));
        await using var rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync()) lines.Add(rows.GetString(0));
        return string.Join('\n', lines.Where(line => !line.TrimStart().StartsWith("Output:", StringComparison.Ordinal)));
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled);
        await connection.OpenAsync();
        await connection.ExecuteAsync(sql, [], default);
    }

    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled);
        await connection.OpenAsync();
        return await connection.ScalarAsync<T>(sql, [], default);
    }

    // fields of /proc/PID/stat after the name, which ends with a parenthesis, in hundredths of a second
    private static (string Id, string? Parent, double Own, double EndedChildren) ProcessTimes(string folder)
    {
        var id = Path.GetFileName(folder);
        try
        {
            if (!char.IsAsciiDigit(id[0])) return default;
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            double Seconds(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture) / 100;
            return (id, fields[1], Seconds(11) + Seconds(12), Seconds(13) + Seconds(14));
        }
        catch (IOException)
        {
            return default; // ended meanwhile
        }
    }

    // as in docs/postgresql.md
    private static string Partition(int count) => string.Create(CultureInfo.InvariantCulture, $"""
        ALTER TABLE {Items} RENAME TO emotion_items_before;
        CREATE TABLE {Items} (LIKE mmva.emotion_items_before INCLUDING ALL) PARTITION BY HASH (key);
        DO $$ BEGIN
          FOR i IN 0..{count - 1} LOOP
            EXECUTE format('CREATE TABLE {Items}_%s PARTITION OF {Items} FOR VALUES WITH (MODULUS {count}, REMAINDER %s)', i, i);
          END LOOP;
        END $$;
        DROP TABLE mmva.emotion_items_before;
        """);
}
