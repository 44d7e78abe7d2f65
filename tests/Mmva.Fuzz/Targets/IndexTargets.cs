using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Data.Sqlite;
using Mmva.Fuzz.Engine;
using Mmva.Sqlite;
using Mmva.Tasks;

namespace Mmva.Fuzz.Targets;

/// <summary>Files of indexes, which others may have changed.</summary>
internal static class IndexTargets
{
    private const int HeaderBytes = 64;

    private static readonly EmotionItem[] Items =
    [
        new("a", Modality.Image, new(0.1f, 0.9f), "payload"), new("b", Modality.Music, new(0.5f, 0.5f), "{\"path\":\"x\"}", new float[] { 1, 2 }),
        new("é", Modality.Caption, new(1, 0)), new("c", Modality.Music, new(0.25f, 0.75f)), new("d", Modality.Music, new(0.3f, 0.7f), ""),
    ];

    public static IEnumerable<FuzzTarget> All =>
    [
        new FileTarget("index-file", "InMemoryEmotionIndex.Open, its checksums right in half of the files, and every query", "a.index", path =>
        {
            var index = InMemoryEmotionIndex.Open(path);
            Query(index);
        }, path => [Saved(path, Items), Saved(path, Items[1..2]), Saved(path, [])]) { Repairing = FitChecksums },
        new FileTarget("index-sqlite", "SqliteEmotionIndex of a file, and every query", "a.sqlite", path =>
        {
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            using var index = new SqliteEmotionIndex(path);
            Query(index);
        }, path => [Written(path, Items)]) { Most = 64 << 10, Dictionary = [.. new[] { "CREATE TABLE item", "rtree", "place_music", "item", "TEXT",
            "BLOB", "STRICT" }.Select(w => System.Text.Encoding.ASCII.GetBytes(w))] },
    ];

    // a damaged part is found by the query that reads it
    private static void Query(IEmotionIndex index) => Several.Run(
        () => index.CountAsync().Result.ToString(),
        () => Wait(index.NearestAsync(new(0.3f, 0.6f), 3)), () => Wait(index.NearestAsync(new(0.3f, 0.6f), 2, Modality.Music)),
        () => Wait(index.FindAsync("b")), () => Wait(index.FindAsync("é")),
        () => Walk(index.ItemsAsync()), () => Walk(index.WithinAsync(new(0, 0.5f, 0, 1))));

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static void Walk(IAsyncEnumerable<EmotionItem> items) => Wait(Task.Run(async () =>
    {
        await foreach (var item in items) item.ToString();
    }));

    private static byte[] Saved(string path, EmotionItem[] items)
    {
        var index = new InMemoryEmotionIndex();
        Wait(index.AddAsync(items));
        Wait(index.SaveAsync(path));
        return File.ReadAllBytes(path);
    }

    private static byte[] Written(string path, EmotionItem[] items)
    {
        using (var index = new SqliteEmotionIndex(path)) Wait(index.AddAsync(items));
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            foreach (var sql in new[] { "PRAGMA journal_mode = DELETE", "PRAGMA page_size = 512", "VACUUM", "PRAGMA journal_mode = WAL" })
            {
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                command.ExecuteNonQuery();
            }
        }
        return File.ReadAllBytes(path);
    }

    private static void FitChecksums(Span<byte> file)
    {
        if (file.Length < HeaderBytes) return;
        var content = XxHash3.HashToUInt64(file[HeaderBytes..]);
        Span<byte> hashes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(hashes, content);
        BinaryPrimitives.WriteUInt64LittleEndian(file[32..], XxHash3.HashToUInt64(file.Length > HeaderBytes ? hashes : []));
        BinaryPrimitives.WriteUInt64LittleEndian(file[56..], XxHash3.HashToUInt64(file[..56]));
    }
}
