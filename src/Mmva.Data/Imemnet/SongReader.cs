namespace Mmva.Data;

/// <summary>Decodes and hashes each song once for all of its clips, which come one after another. Keeps a few songs.</summary>
internal sealed class SongReader
{
    private const int KeptSongs = 4;

    private readonly IAudioDecoder _decoder;
    private readonly Recent<Waveform> _songs = new(KeptSongs);
    private readonly Recent<byte[]> _hashes = new(int.MaxValue);

    /// <exception cref="ArgumentException">The decoder returns excerpts, in which a clip is somewhere else.</exception>
    public SongReader(IAudioDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        CheckWhole(decoder);
        _decoder = decoder;
    }

    public static void CheckWhole(IAudioDecoder decoder)
    {
        if (decoder.Fingerprint.StartsWith(AudioExcerpt.Version, StringComparison.Ordinal))
            throw new ArgumentException(
                $"The decoder returns excerpts; clips need one without {nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.Excerpt)}.",
                nameof(decoder));
    }

    public Task<Waveform> DecodeAsync(string path, CancellationToken cancellationToken) =>
        _songs.Get(path, () => _decoder.DecodeAsync(path, CancellationToken.None)).WaitAsync(cancellationToken);

    public Task<byte[]> HashAsync(string path, CancellationToken cancellationToken) =>
        _hashes.Get(path, () => Hash(path)).WaitAsync(cancellationToken);

    private async Task<byte[]> Hash(string path) =>
        FeatureInput.KeyOf(await FeatureInput.HashFileAsync(path, CancellationToken.None).ConfigureAwait(false), _decoder.Fingerprint);

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
