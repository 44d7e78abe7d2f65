namespace Mmva.Data;

/// <summary>Encodes inputs once and keeps their features on disk, keyed by the encoder's fingerprint and the content of the input.</summary>
/// <remarks>
/// Audio is keyed by <see cref="IAudioDecoder.Fingerprint"/>, too. Damaged entries are encoded again, and several programs may use a folder at once.
/// Decoding runs ahead of encoding. Batches are cut in the order of the inputs, so that the same list gives the same bits on every first run.
/// Safe to use from several threads at once.
/// </remarks>
public sealed class FeatureCache
{
    private readonly FeatureCacheOptions _options;

    /// <summary>Uses a folder as the cache.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A size is below 1, or there is no folder.</exception>
    public FeatureCache(FeatureCacheOptions? options = null) =>
        _options = (options?.Clone() ?? new()).Validated(new FeatureCacheOptionsValidator());

    /// <summary>Returns the features of every input: from the cache where it has them; the others are encoded and kept.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="inputs">The inputs; equal contents are encoded once.</param>
    /// <param name="progress">Receives a report after every batch, while contents are looked up and while they are encoded; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. What was finished stays in the cache.</param>
    /// <returns>
    /// The features in the order of the inputs. An input that cannot be read or encoded is listed as a failure and does not affect the others.
    /// </returns>
    /// <exception cref="MmvaException">
    /// The encoder returned features of another number or shape than its metadata declare, or the cache cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<FeatureSet> EncodeAsync<TInput>(
        IModalityEncoder<TInput> encoder, IReadOnlyList<FeatureInput<TInput>> inputs,
        IProgress<EncodingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(inputs);
        var shards = new FeatureShards(_options, encoder.Metadata);
        try
        {
            var run = new Run<TInput>(encoder, inputs, shards, _options, progress);
            await run.FindAsync(cancellationToken).ConfigureAwait(false);
            await run.EncodeMissingAsync(cancellationToken).ConfigureAwait(false);
            return run.Result();
        }
        catch
        {
            shards.Dispose();
            throw;
        }
    }

    /// <summary>Returns everything that the cache has of an encoder, without ratings: to export it, for example.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <returns>
    /// The features in the order of their keys, hexadecimal digits that stand for the names of the inputs: the SHA-256 hash of the content, or for
    /// excerpts of audio that of the content's hash and the decoder's fingerprint.
    /// </returns>
    /// <exception cref="MmvaException">The folder cannot be read.</exception>
    public FeatureSet Open(EncoderMetadata encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        var shards = new FeatureShards(_options, encoder);
        string[] keys = [.. shards.Keys.Order(StringComparer.Ordinal)];
        var features = FeatureBatch.FromRows(encoder.Layers, encoder.Width, keys.Select(key => shards[key]));
        return new(encoder, features, [.. Enumerable.Range(0, keys.Length)], new RatedItem?[keys.Length], keys, [], shards);
    }

    private sealed class Run<TInput>(
        IModalityEncoder<TInput> encoder, IReadOnlyList<FeatureInput<TInput>> inputs, FeatureShards shards, FeatureCacheOptions options,
        IProgress<EncodingProgress>? progress)
    {
        private readonly string[] _hashes = new string[inputs.Count];
        private readonly SortedDictionary<int, FeatureFailure> _failures = [];
        private readonly Dictionary<string, List<int>> _missing = new(StringComparer.Ordinal); // by hash, in the order of the inputs
        private readonly List<(string Hash, ReadOnlyMemory<float> Features)> _unwritten = [];
        private int _found;
        private int _ready;

        public FeatureSet Result()
        {
            int[] rows = [.. Enumerable.Range(0, inputs.Count).Where(i => !_failures.ContainsKey(i))];
            var features = FeatureBatch.FromRows(encoder.Metadata.Layers, encoder.Metadata.Width, rows.Select(row => shards[_hashes[row]]));
            return new(
                encoder.Metadata, features, rows, [.. rows.Select(row => inputs[row].Item)], [.. rows.Select(row => inputs[row].Name)],
                [.. _failures.Values], shards);
        }

        public async Task FindAsync(CancellationToken cancellationToken)
        {
            for (var i = 0; i < inputs.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    var hash = _hashes[i] = Convert.ToHexStringLower(await inputs[i].HashAsync(cancellationToken).ConfigureAwait(false));
                    if (shards.Has(hash))
                    {
                        _found++;
                        _ready++;
                    }
                    else if (_missing.TryGetValue(hash, out var same)) same.Add(i);
                    else _missing[hash] = [i];
                }
                catch (MmvaException e)
                {
                    Fail([i], e);
                }
                if ((i + 1) % options.BatchSize == 0) Report();
            }
            Report();
        }

        public async Task EncodeMissingAsync(CancellationToken cancellationToken)
        {
            var loaded = MediaPipeline.ReadAheadAsync(
                _missing, (missing, token) => inputs[missing.Value[0]].LoadAsync(token), options.DecodeAhead, cancellationToken);
            var batch = new List<(string Hash, TInput Input)>();
            try
            {
                await foreach (var result in loaded.ConfigureAwait(false))
                {
                    if (result.Succeeded) batch.Add((result.Input.Key, result.Value!));
                    else Fail(result.Input.Value, result.Error);
                    if (batch.Count == options.BatchSize) await EncodeAsync(batch, cancellationToken).ConfigureAwait(false);
                }
                await EncodeAsync(batch, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                WriteShard();
            }
        }

        private async Task EncodeAsync(List<(string Hash, TInput Input)> batch, CancellationToken cancellationToken)
        {
            if (batch.Count == 0) return;
            MmvaException? misfit = null; // caused by the encoder, not by an input
            var results = await BatchRunner.RunAsync(batch, EncodeAsync, e => e == misfit).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                if (results[i].Error is { } error) Fail(_missing[batch[i].Hash], error);
                else
                {
                    _unwritten.Add((batch[i].Hash, results[i].Result));
                    _ready += _missing[batch[i].Hash].Count;
                }
            }
            batch.Clear();
            if (_unwritten.Count >= options.ShardSize) WriteShard();
            Report();

            async Task<IReadOnlyList<ReadOnlyMemory<float>>> EncodeAsync(IReadOnlyList<(string Hash, TInput Input)> part)
            {
                var features = await encoder.EncodeAsync([.. part.Select(b => b.Input)], cancellationToken).ConfigureAwait(false);
                try
                {
                    features.Require(encoder.Metadata, part.Count);
                }
                catch (MmvaException e)
                {
                    misfit = e;
                    throw;
                }
                return [.. Enumerable.Range(0, part.Count).Select(i => features[i])];
            }
        }

        private void WriteShard()
        {
            shards.Write(_unwritten);
            _unwritten.Clear();
        }

        private void Fail(IEnumerable<int> indices, MmvaException error)
        {
            foreach (var index in indices) _failures[index] = new(index, inputs[index].Name, error);
        }

        private void Report() => progress?.Report(new(_ready + _failures.Count, inputs.Count, _found));
    }
}
