namespace Mmva.Data;

/// <summary>Embeds inputs once and keeps their features on disk, keyed by the encoder's fingerprint and the content of the input.</summary>
/// <remarks>
/// Decoding runs ahead of encoding. Batches are cut in the order of the inputs, so the same list gives the same bits on every first run. Safe to call from several threads.
/// </remarks>
public sealed class FeatureCache
{
    private readonly FeatureCacheOptions _options;

    /// <summary>Uses a folder as the cache.</summary>
    /// <param name="options">Where and how; the defaults when null.</param>
    /// <exception cref="ArgumentException">A size below 1, or no folder.</exception>
    public FeatureCache(FeatureCacheOptions? options = null)
    {
        _options = options ?? new();
        ArgumentException.ThrowIfNullOrWhiteSpace(_options.Folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.DecodeAhead, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.ShardSize, 1);
    }

    /// <summary>Gives the features of every input: from the cache where it has them, else embedded now and kept.</summary>
    /// <param name="encoder">The tower.</param>
    /// <param name="inputs">What to embed; equal contents are embedded once.</param>
    /// <param name="progress">Told after every batch, while contents are looked up and while they are embedded.</param>
    /// <param name="cancellationToken">Ends the work; what was finished stays in the cache.</param>
    /// <returns>Features in the order of the inputs. An input that cannot be read is listed as a failure, and the rest goes on.</returns>
    /// <exception cref="MmvaException">The encoder gave features of another number or shape than it announced.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<EmbeddedInputs> EmbedAsync<TInput>(
        IModalityEncoder<TInput> encoder, IReadOnlyList<FeatureInput<TInput>> inputs, IProgress<EmbeddingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(inputs);
        using var shards = new FeatureShards(_options.Folder, encoder.Metadata);
        var run = new Run<TInput>(encoder, inputs, shards, _options, progress);
        await run.FindAsync(cancellationToken).ConfigureAwait(false);
        await run.EncodeMissingAsync(cancellationToken).ConfigureAwait(false);
        return run.Result();
    }

    private sealed class Run<TInput>(
        IModalityEncoder<TInput> encoder, IReadOnlyList<FeatureInput<TInput>> inputs, FeatureShards shards, FeatureCacheOptions options, IProgress<EmbeddingProgress>? progress)
    {
        private readonly float[]?[] _values = new float[inputs.Count][];
        private readonly SortedDictionary<int, EmbeddingFailure> _failures = [];
        private readonly Dictionary<string, List<int>> _missing = new(StringComparer.Ordinal); // by hash, in the order of the inputs
        private readonly List<(string Hash, float[] Features)> _unwritten = [];
        private int _found, _ready;

        public EmbeddedInputs Result() => new(encoder.Metadata.Layers, encoder.Metadata.Width, _values, [.. _failures.Values]);

        public async Task FindAsync(CancellationToken cancellationToken)
        {
            for (var i = 0; i < inputs.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    var hash = Convert.ToHexStringLower(await inputs[i].HashAsync(cancellationToken).ConfigureAwait(false));
                    if ((_values[i] = shards.Find(hash)) is not null) (_found, _ready) = (_found + 1, _ready + 1);
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
            FeatureBatch? features = null;
            try
            {
                features = await encoder.EncodeAsync([.. batch.Select(b => b.Input)], cancellationToken).ConfigureAwait(false);
            }
            catch (MmvaException) when (batch.Count > 1)
            {
                // one input is to blame: find it, and let the others through
                foreach (var one in batch.ToList()) await EncodeAsync([one], cancellationToken).ConfigureAwait(false);
            }
            catch (MmvaException e)
            {
                Fail(_missing[batch[0].Hash], e);
            }
            if (features is not null) Keep(batch, features.Require(encoder.Metadata, batch.Count));
            batch.Clear();
            if (_unwritten.Count >= options.ShardSize) WriteShard();
            Report();
        }

        private void Keep(List<(string Hash, TInput Input)> batch, FeatureBatch features)
        {
            for (var b = 0; b < batch.Count; b++)
            {
                var values = features[b].ToArray();
                _unwritten.Add((batch[b].Hash, values));
                foreach (var place in _missing[batch[b].Hash]) _values[place] = values;
                _ready += _missing[batch[b].Hash].Count;
            }
        }

        private void WriteShard()
        {
            shards.Write(_unwritten);
            _unwritten.Clear();
        }

        private void Fail(IEnumerable<int> places, MmvaException error)
        {
            foreach (var place in places) _failures[place] = new(place, inputs[place].Name, error);
        }

        private void Report() => progress?.Report(new(_ready + _failures.Count, inputs.Count, _found));
    }
}
