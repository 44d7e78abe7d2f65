using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Mmva.Files;

namespace Mmva.Data;

/// <summary>
/// The features of music that a host keeps between its runs. Its decoder gives files a key and leaves those undecoded whose features are known; its
/// encoder looks them up, and keeps the others.
/// </summary>
/// <remarks>
/// Safe to use from several threads. A cache that cannot be read or written costs only time: it is reported once, and everything is encoded.
/// Inputs with a notice are not kept, so that the notice comes again.
/// </remarks>
internal sealed partial class MusicFeatures(
    FeatureCacheOptions options, Func<IModalityEncoder<Waveform>> load, IAudioDecoder decoder, ILogger? logger) : IDisposable
{
    // lost if the process is killed
    private const int UnwrittenRows = 16;

    private readonly FeatureCacheOptions _options = options.Clone().Validated(new FeatureCacheOptionsValidator());
    private readonly Lock _lock = new();
    private readonly List<(string Hash, ReadOnlyMemory<float> Features)> _unwritten = [];
    private readonly Lazy<IModalityEncoder<Waveform>> _encoder = new(load);
    private FeatureShards? _shards;
    private bool _isUnusable;

    /// <summary>Decodes files whose features are not known.</summary>
    public IAudioDecoder Decoder => new KeyingDecoder(this, decoder);

    /// <summary>Encodes audio whose features are not known.</summary>
    public IModalityEncoder<Waveform> Encoder => new KeepingEncoder(this);

    public void Dispose()
    {
        lock (_lock)
        {
            Write();
            JoinSmallFiles();
            _shards = null;
            _isUnusable = true;
        }
        if (_encoder.IsValueCreated) (_encoder.Value as IDisposable)?.Dispose();
    }

    private bool Has(string key)
    {
        lock (_lock) return Shards()?.Has(key) == true;
    }

    private ReadOnlyMemory<float>? Find(string? key)
    {
        lock (_lock)
        {
            if (key is null || Shards() is not { } shards || !shards.Has(key)) return null;
            return shards[key].ToArray();
        }
    }

    private void Keep(string key, ReadOnlyMemory<float> features)
    {
        lock (_lock)
        {
            if (_isUnusable || Shards() is null) return;
            _unwritten.Add((key, features));
            if (_unwritten.Count >= UnwrittenRows) Write();
        }
    }

    private FeatureShards? Shards()
    {
        if (_shards is not null || _isUnusable) return _shards;
        try
        {
            return _shards = new(_options, _encoder.Value.Metadata);
        }
        catch (MmvaException e)
        {
            GiveUp(e);
            return null;
        }
    }

    private void Write()
    {
        try
        {
            _shards?.Write([.. _unwritten.DistinctBy(row => row.Hash)]);
        }
        catch (Exception e) when (e is MmvaException or IOException or UnauthorizedAccessException)
        {
            GiveUp(e);
        }
        _unwritten.Clear();
    }

    private void JoinSmallFiles()
    {
        try
        {
            _shards?.JoinSmallFiles();
        }
        catch (Exception e) when (e is MmvaException or IOException or UnauthorizedAccessException)
        {
            // the next program tries again
        }
    }

    private void GiveUp(Exception e)
    {
        _isUnusable = true;
        if (logger is not null) LogUnusable(logger, e.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Features are not kept for the next run: {Reason}")]
    private static partial void LogUnusable(ILogger logger, string reason);

    private sealed class KeyingDecoder(MusicFeatures features, IAudioDecoder decoder) : IAudioDecoder
    {
        public string Fingerprint => decoder.Fingerprint;

        public Waveform Decode(string path, CancellationToken cancellationToken = default)
        {
            var before = Examine(path);
            var key = KeyOf(path, before);
            if (key is not null && features.Has(key)) return Deferred(path, key);
            return WithKey(decoder.Decode(path, cancellationToken), path, key, before);
        }

        public async Task<Waveform> DecodeAsync(string path, CancellationToken cancellationToken = default)
        {
            var before = Examine(path);
            var key = await Task.Run(() => KeyOf(path, before), cancellationToken).ConfigureAwait(false);
            if (key is not null && features.Has(key)) return Deferred(path, key);
            return WithKey(await decoder.DecodeAsync(path, cancellationToken).ConfigureAwait(false), path, key, before);
        }

        public Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default) =>
            decoder.Decode(encoded, name, cancellationToken);

        public Task<Waveform> DecodeAsync(Stream stream, string name, CancellationToken cancellationToken = default) =>
            decoder.DecodeAsync(stream, name, cancellationToken);

        private Waveform Deferred(string path, string key) => Waveform.Deferred(key, () => decoder.Decode(path, CancellationToken.None));

        // what was decoded may not be what was hashed
        private static Waveform WithKey(Waveform decoded, string path, string? key, (long, DateTime)? before) =>
            key is not null && decoded.Notices.Count == 0 && Examine(path) == before ? decoded.WithKey(key) : decoded;

        // null for what cannot be read: the decoder says why
        private string? KeyOf(string path, (long, DateTime)? examined)
        {
            if (features._isUnusable || examined is null) return null;
            try
            {
                using var file = MediaFile.Open(path);
                return Convert.ToHexStringLower(FeatureInput.KeyOf(SHA256.HashData(file), Fingerprint));
            }
            catch (Exception e) when (e is IOException or MediaException)
            {
                return null;
            }
        }

        private static (long, DateTime)? Examine(string path)
        {
            try
            {
                var file = RegularFile.Of(path);
                return file.Exists ? (file.Length, file.LastWriteTimeUtc) : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return null;
            }
        }
    }

    private sealed class KeepingEncoder(MusicFeatures features) : IWrappingEncoder<Waveform>
    {
        public EncoderMetadata Metadata => features._encoder.Value.Metadata;

        public IModalityEncoder<Waveform> Inner => features._encoder.Value;

        public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(inputs);
            var rows = new ReadOnlyMemory<float>[inputs.Count];
            var unknown = new List<int>();
            for (var i = 0; i < inputs.Count; i++)
                if (features.Find(inputs[i]?.Key) is { } known) rows[i] = known;
                else unknown.Add(i);
            if (unknown.Count == inputs.Count && !inputs.Any(input => input?.Key is not null))
                return await features._encoder.Value.EncodeAsync(inputs, cancellationToken).ConfigureAwait(false);
            var notices = new List<EncodingNotice>();
            if (unknown.Count > 0)
            {
                var encoded = await features._encoder.Value.EncodeAsync([.. unknown.Select(i => inputs[i])], cancellationToken).ConfigureAwait(false);
                encoded.Require(Metadata, unknown.Count);
                notices.AddRange(encoded.Notices.Select(notice => notice with { Index = unknown[notice.Index] }));
                var noticed = encoded.Notices.Select(notice => notice.Index).ToHashSet();
                for (var i = 0; i < unknown.Count; i++)
                {
                    rows[unknown[i]] = encoded[i];
                    if (inputs[unknown[i]] is { Key: { } key, Notices.Count: 0 } && !noticed.Contains(i)) features.Keep(key, encoded[i]);
                }
            }
            var values = new float[rows.Sum(row => row.Length)];
            for (int i = 0, at = 0; i < rows.Length; at += rows[i++].Length) rows[i].CopyTo(values.AsMemory(at));
            return new(inputs.Count, Metadata.Layers, Metadata.Width, values, notices);
        }
    }
}
