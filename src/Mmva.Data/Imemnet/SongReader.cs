using System.Security.Cryptography;

namespace Mmva.Data;

/// <summary>Decodes and hashes each song once for all of its clips, which come one after another. Keeps a few songs.</summary>
internal sealed class SongReader(IAudioDecoder decoder)
{
    private const int KeptSongs = 4;

    private readonly Recent<Waveform> _songs = new(KeptSongs);
    private readonly Recent<byte[]> _hashes = new(int.MaxValue);

    public Task<Waveform> DecodeAsync(string path, CancellationToken cancellationToken) =>
        _songs.Get(path, () => decoder.DecodeAsync(path, CancellationToken.None)).WaitAsync(cancellationToken);

    public Task<byte[]> HashAsync(string path, CancellationToken cancellationToken) =>
        _hashes.Get(path, () => Hash(path)).WaitAsync(cancellationToken);

    private static async Task<byte[]> Hash(string path)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await SHA256.HashDataAsync(stream).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(path, $"cannot be read: {e.Message}", e);
        }
    }

    private sealed class Recent<T>(int capacity)
    {
        private readonly Dictionary<string, Task<T>> _tasks = new(StringComparer.Ordinal);
        private readonly Queue<string> _order = new();

        public Task<T> Get(string key, Func<Task<T>> create)
        {
            lock (_tasks)
            {
                if (_tasks.TryGetValue(key, out var task)) return task;
                if (_order.Count == capacity) _tasks.Remove(_order.Dequeue());
                _order.Enqueue(key);
                return _tasks[key] = create();
            }
        }
    }
}
