using Microsoft.Data.Sqlite;
using Mmva.Tasks.Tests;
using Mmva.TestSupport;
using Mmva.Training;

namespace Mmva.Sqlite.Tests;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("library.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_owners_of_one_file_see_each_other_and_lose_nothing()
    {
        using var first = new SqliteEmotionIndex(Path);
        using var second = new SqliteEmotionIndex(Path);

        await Task.WhenAll(new[] { first, second }.Select((index, owner) => Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++) await index.AddAsync([.. Enumerable.Range(0, 5).Select(i => Item($"{owner} {round} {i}"))]);
        })));

        (await first.CountAsync()).Should().Be(200);
        (await second.NearestAsync(new(0, 0), 300)).Should().HaveCount(200);
    }

    [Fact]
    public async Task A_write_that_waits_too_long_for_another_process_fails_and_can_be_canceled()
    {
        using var index = new SqliteEmotionIndex(new SqliteIndexOptions { Path = Path, BusyTimeout = TimeSpan.FromMilliseconds(100) });
        await index.AddAsync([Item("a")]);
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        using var held = other.BeginTransaction(deferred: false);

        var write = async () => await index.AddAsync([Item("b")]);
        (await write.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*another process*BusyTimeout*");

        using var patient = new SqliteEmotionIndex(Path);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var wait = async () => await patient.AddAsync([Item("b")], cancel.Token);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        (await index.CountAsync()).Should().Be(1, "readers do not wait");
    }

    [Fact]
    public async Task A_batch_canceled_half_way_leaves_nothing()
    {
        using var index = new SqliteEmotionIndex(Path);
        using var cancel = new CancellationTokenSource();
        var items = new CancelingList([.. Enumerable.Range(0, 2000).Select(i => Item($"{i}"))], 1000, cancel);

        var write = async () => await index.AddAsync(items, cancel.Token);

        await write.Should().ThrowAsync<OperationCanceledException>();
        (await index.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Other_files_are_refused_and_left_alone()
    {
        await File.WriteAllTextAsync(Path, string.Concat(Enumerable.Repeat("no database at all ", 100)));
        await ShouldBeRefusedAsync("*is not an SQLite database*");

        File.Delete(Path);
        Execute("CREATE TABLE recipes (name TEXT)");
        await ShouldBeRefusedAsync("*of another application*");

        File.Delete(Path);
        Execute($"PRAGMA application_id = {0x4D4D5641}; PRAGMA user_version = 99; CREATE TABLE item (id TEXT)");
        await ShouldBeRefusedAsync("*version 99*");

        using var nowhere = new SqliteEmotionIndex(_folder.File("no/such/folder/library.db"));
        var open = async () => await nowhere.CountAsync();
        (await open.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*cannot be opened*folder*");
    }

    [Fact]
    public async Task Damaged_files_are_refused()
    {
        using (var index = new SqliteEmotionIndex(Path)) await index.AddAsync([.. Enumerable.Range(0, 2000).Select(i => Item($"item {i}"))]);
        var bytes = await File.ReadAllBytesAsync(Path);

        await File.WriteAllBytesAsync(Path, bytes[..(bytes.Length / 2)]);
        await ShouldBeRefusedAsync("*is damaged*");

        // whole pages of noise: the kind of damage that a failing disk does
        var random = new RandomSource(2);
        for (var round = 0; round < 10; round++)
        {
            byte[] damaged = [.. bytes];
            var page = 1 + random.Next(bytes.Length / 4096 - 1);
            for (var i = 0; i < 4096; i++) damaged[page * 4096 + i] = (byte)random.Next(256);
            await File.WriteAllBytesAsync(Path, damaged);
            await ShouldBeRefusedAsync("*is damaged*");
        }
    }

    [Fact]
    public async Task Noise_in_an_R_tree_results_in_an_error_and_not_in_a_crash()
    {
        var random = new RandomSource(4);
        using (var index = new SqliteEmotionIndex(Path)) await index.AddAsync([.. Enumerable.Range(0, 500).Select(i => Item($"item {i}"))]);
        var bytes = await File.ReadAllBytesAsync(Path);
        for (var round = 0; round < 20; round++)
        {
            await File.WriteAllBytesAsync(Path, bytes);
            using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText =
                    "UPDATE place_music_node SET data = ?1 WHERE nodeno = (SELECT nodeno FROM place_music_node ORDER BY random() LIMIT 1)";
                var noise = new byte[random.Next(1300)];
                for (var i = 0; i < noise.Length; i++) noise[i] = (byte)random.Next(round % 2 == 0 ? 256 : 3);
                command.Parameters.Add(new SqliteParameter("?1", noise));
                command.ExecuteNonQuery();
            }
            using var index = new SqliteEmotionIndex(new SqliteIndexOptions { Path = Path, VerifyOnOpen = false });
            try
            {
                await index.NearestAsync(new(0, 0), 500);
            }
            catch (EmotionIndexException e)
            {
                e.Message.Should().Contain("is damaged");
            }
            await ShouldBeRefusedAsync("*is damaged*");
        }
    }

    private static EmotionItem Item(string id) =>
        new(id, Modality.Music, new(id.Length / 10f, id.GetHashCode(StringComparison.Ordinal) % 100 / 100f));

    private async Task ShouldBeRefusedAsync(string message)
    {
        using var index = new SqliteEmotionIndex(Path);
        var open = async () => await index.NearestAsync(new(0, 0), 1);
        (await open.Should().ThrowAsync<EmotionIndexException>()).WithMessage(message).And.Message.Should().StartWith($"{Path}: ");
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class CancelingList(EmotionItem[] items, int after, CancellationTokenSource cancel) : IReadOnlyCollection<EmotionItem>
    {
        private int _walks;

        public int Count => items.Length;

        public IEnumerator<EmotionItem> GetEnumerator()
        {
            _walks++;
            for (var i = 0; i < items.Length; i++)
            {
                // the first walk is the check before anything is written
                if (i == after && _walks > 1) cancel.Cancel();
                yield return items[i];
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
