using System.Diagnostics;
using Mmva;
using Mmva.Tasks;

namespace IndexLibrary.Stores;

/// <summary>The index in memory and in a file, for one process at a time.</summary>
internal sealed class FileStore : LibraryStore
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(10);

    private readonly InMemoryEmotionIndex _index;
    private readonly string _path;
    private readonly FileStream _lock;
    private TimeSpan _lastSave;

    private FileStore(InMemoryEmotionIndex index, string path, FileStream @lock, FileCatalogue catalogue) : base(index, catalogue) => (_index, _path, _lock) = (index, path, @lock);

    /// <summary>Saving writes the whole file: a tenth of the time may go there.</summary>
    public override TimeSpan SaveInterval => TimeSpan.FromTicks(Math.Max(ShortestInterval.Ticks, 10 * _lastSave.Ticks));

    /// <exception cref="EmotionIndexException">Another process has the file, or it is no index.</exception>
    public static async Task<FileStore> OpenAsync(Func<InMemoryEmotionIndex> open, string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path)) throw new EmotionIndexException($"{path} is a folder; name a file for the index.");
        var @lock = Lock(path);
        try
        {
            var index = open();
            // left by a process that was killed while it saved
            foreach (var unfinished in Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{Path.GetFileName(path)}.{new string('?', 32)}.tmp")) File.Delete(unfinished);
            return new(index, path, @lock, await FileCatalogue.OfFileAsync(path, cancellationToken));
        }
        catch
        {
            await @lock.DisposeAsync();
            throw;
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new EmotionIndexException($"{path} cannot be used: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new EmotionIndexException($"{path} cannot be used: {e.Message} Another process may be filling it; several fill an index in PostgreSQL.", e);
        }
    }

    public override async Task SaveAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        await _index.SaveAsync(_path, cancellationToken);
        _lastSave = since.Elapsed;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _lock.DisposeAsync();
    }
}
