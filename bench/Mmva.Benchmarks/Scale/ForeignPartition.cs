using System.Diagnostics;
using System.Globalization;
using Mmva.Benchmarks.Index;
using Mmva.PostgreSql;
using Mmva.PostgreSql.Tests.Server;

namespace Mmva.Benchmarks.Scale;

/// <summary>
/// A table over two servers: the first half of the keys is a local partition, the second a foreign one. Without a primary key, because PostgreSQL
/// allows no unique index over foreign partitions.
/// </summary>
internal static class ForeignPartition
{
    private const int Nearest = 10, Written = 2000;
    private const double SlowQuerySeconds = 0.1;

    public static bool IsForeign(string id) => ItemKey.Of(id)[0] >= 0x80;

    public static async Task<IReadOnlyList<ForeignRow>> MeasureAsync(
        ScaleDatabase near, ScaleDatabase far, int size, CancellationToken cancellationToken)
    {
        await using var index = near.Open("joined");
        await index.MigrateAsync(cancellationToken);
        await near.ExecuteAsync(Create(far.Server.Port));
        var rows = new List<ForeignRow>();
        foreach (var remote in new[] { false, true })
        {
            await near.ExecuteAsync(
                $"ALTER SERVER far OPTIONS (SET use_remote_estimate '{(remote ? "true" : "false")}'); ANALYZE joined.emotion_items_far");
            var places = PointSets.Places("uniform", 1000, seed: 4);
            void Query(ValenceArousal place) => index.NearestAsync(place, Nearest, Modality.Music).GetAwaiter().GetResult();
            Query(places[0]);
            var slow = Turns.Seconds(() => Query(places[1])) > SlowQuerySeconds;
            var times = QueryTimes.Measure(slow ? places[..10] : places, Query);
            rows.Add(new(remote, size, times, await near.PlanAsync(index, places[0])));
            Console.WriteLine($"{rows[^1]}\n{rows[^1].Plan}");
        }
        await WriteAsync(index, cancellationToken);
        await near.ExecuteAsync("""
            ALTER TABLE joined.emotion_items DETACH PARTITION mmva.emotion_items;
            DROP SCHEMA joined CASCADE;
            DROP EXTENSION postgres_fdw CASCADE;
            """);
        return rows;
    }

    // what was written is removed again
    private static async Task WriteAsync(PostgreSqlEmotionIndex index, CancellationToken cancellationToken)
    {
        EmotionItem[] items = [.. ScaleItems.Sequence("uniform", first: int.MaxValue).Take(Written)];
        var start = Stopwatch.GetTimestamp();
        await index.AddAsync(items, cancellationToken);
        var rate = Written / Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate,40:N0} written a second through postgres_fdw"));
        try
        {
            await index.UpsertAsync(items, cancellationToken);
        }
        catch (EmotionIndexException e)
        {
            Console.WriteLine(e.Message);
        }
        await index.RemoveAsync([.. items.Select(item => item.Id)], cancellationToken);
    }

    private static string Create(int port) => string.Create(CultureInfo.InvariantCulture, $$"""
        CREATE EXTENSION postgres_fdw;
        CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw
        OPTIONS (host '127.0.0.1', port '{{port}}', dbname 'postgres', use_remote_estimate 'false', batch_size '1000');
        CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'mmva', password '{{PostgreSqlServer.Password}}');
        DROP TABLE joined.emotion_items;
        CREATE TABLE joined.emotion_items (LIKE mmva.emotion_items INCLUDING STORAGE) PARTITION BY RANGE (key);
        ALTER TABLE joined.emotion_items ATTACH PARTITION mmva.emotion_items FOR VALUES FROM (MINVALUE) TO ('\x80');
        CREATE FOREIGN TABLE joined.emotion_items_far PARTITION OF joined.emotion_items FOR VALUES FROM ('\x80') TO (MAXVALUE)
        SERVER far OPTIONS (schema_name 'mmva', table_name 'emotion_items');
        """);
}
