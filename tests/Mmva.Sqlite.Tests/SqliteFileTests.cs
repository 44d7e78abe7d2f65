using System.Runtime.InteropServices;
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

    // the file used to be taken for another application's while somebody else created its tables
    [Fact]
    public async Task Several_owners_may_create_the_same_file()
    {
        for (var round = 0; round < 30; round++)
        {
            var path = System.IO.Path.ChangeExtension(Path, $"{round}.db");
            using var start = new Barrier(3);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(owner => Task.Factory.StartNew(async () =>
            {
                using var index = new SqliteEmotionIndex(path);
                start.SignalAndWait();
                await index.AddAsync([Item($"{owner}")]);
            }, TaskCreationOptions.LongRunning).Unwrap()));

            using var all = new SqliteEmotionIndex(path);
            (await all.CountAsync()).Should().Be(3);
        }
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
        (await open.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*cannot be opened*Of its folder: *no/such/folder*");
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

    [SkippableFact]
    public async Task An_index_in_a_read_only_folder_can_be_asked_and_what_changes_there_is_seen()
    {
        Skip.If(OperatingSystem.IsWindows(), "Folders have no such mode.");
        using (var first = new SqliteEmotionIndex(Path)) await first.AddAsync([Item("a")]);
        using var index = new SqliteEmotionIndex(Path);
        SetWritable(false);
        try
        {
            AsUser(() => index.CountAsync()).Should().Be(1);
            AsUser(() => index.NearestAsync(new(0, 0), 5)).Should().ContainSingle();
            var write = async () => await index.AddAsync([Item("b")]);
            (await write.Should().ThrowAsync<EmotionIndexException>()).WithMessage($"{Path}: is read-only*");

            SetWritable(true);
            using (var other = new SqliteEmotionIndex(Path)) await other.AddAsync([Item("b"), Item("c")]);
            SetWritable(false);
            AsUser(() => index.CountAsync()).Should().Be(3);
        }
        finally
        {
            SetWritable(true);
        }
    }

    [SkippableFact]
    public async Task Changes_that_a_read_only_folder_hides_are_not_passed_over()
    {
        Skip.If(OperatingSystem.IsWindows(), "Folders have no such mode.");
        using var copies = new TemporaryFolder();
        var copy = copies.File("copy.db");
        using (var index = new SqliteEmotionIndex(Path))
        {
            await index.AddAsync([Item("a")]);
            // as a killed process leaves them
            File.Copy(Path, copy);
            File.Copy(Path + "-wal", copy + "-wal");
        }
        using var left = new SqliteEmotionIndex(copy);
        SetWritable(false, copies.Path);
        try
        {
            FluentActions.Invoking(() => AsUser(() => left.CountAsync()))
                .Should().Throw<EmotionIndexException>().WithMessage($"{copy}: its latest changes are in copy.db-wal*");
        }
        finally
        {
            SetWritable(true, copies.Path);
        }
        (await left.CountAsync()).Should().Be(1);
    }

    private void SetWritable(bool isWritable) => SetWritable(isWritable, _folder.Path);

    private static void SetWritable(bool isWritable, string folder)
    {
        var write = isWritable ? UnixFileMode.UserWrite : UnixFileMode.None;
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var file in Directory.GetFiles(folder)) File.SetUnixFileMode(file, read | write);
        File.SetUnixFileMode(folder, read | enter | write);
    }

    // reads run on the caller's thread, and the administrator may write everywhere: here the thread is somebody else for the file system
    private static T AsUser<T>(Func<Task<T>> read)
    {
        if (!Environment.IsPrivilegedProcess) return read().GetAwaiter().GetResult();
        Skip.IfNot(OperatingSystem.IsLinux(), "A thread has no user of its own.");
        var result = new TaskCompletionSource<T>();
        var thread = new Thread(() =>
        {
            try
            {
                setfsuid(65534);
                result.SetResult(read().GetAwaiter().GetResult());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        });
        thread.Start();
        thread.Join();
        return result.Task.GetAwaiter().GetResult();
    }

    [DllImport("libc")]
    private static extern int setfsuid(uint user);

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
