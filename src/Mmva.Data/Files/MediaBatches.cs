using System.Runtime.CompilerServices;

namespace Mmva.Data;

/// <summary>Processes many inputs: decoded ahead, encoded in batches of one modality, returned in the order of the inputs.</summary>
internal sealed class MediaBatches<TInput, TResult>
{
    // results wait for those before them: beyond this many, the batch that the first one waits in is run early
    private const int MaxWaiting = 256;

    private readonly Func<IReadOnlyList<(TInput Input, MediaContent Content)>, CancellationToken, Task<IReadOnlyList<TResult>>> _encode;
    private readonly Func<MmvaException, bool>? _endsRun;
    private readonly FileBatchOptions _options;
    private readonly Queue<Slot> _waiting = new();
    private readonly Dictionary<Modality, List<Slot>> _batches = [];

    private MediaBatches(
        Func<IReadOnlyList<(TInput Input, MediaContent Content)>, CancellationToken, Task<IReadOnlyList<TResult>>> encode,
        Func<MmvaException, bool>? endsRun, FileBatchOptions options)
    {
        _encode = encode;
        _endsRun = endsRun;
        _options = options;
    }

    /// <param name="inputs">The inputs, enumerated as they are needed.</param>
    /// <param name="read">Decodes one input. An <see cref="MmvaException"/> is that input's result.</param>
    /// <param name="encode">Processes a batch of one modality. On an <see cref="MmvaException"/> its items are tried one by one.</param>
    /// <param name="endsRun">Selects errors of <paramref name="encode"/> that are not caused by an input and end the run.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static async IAsyncEnumerable<MediaResult<TInput, TResult>> RunAsync(
        IEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<MediaContent>> read,
        Func<IReadOnlyList<(TInput Input, MediaContent Content)>, CancellationToken, Task<IReadOnlyList<TResult>>> encode,
        Func<MmvaException, bool>? endsRun, FileBatchOptions options, IProgress<FileProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new MediaBatches<TInput, TResult>(encode, endsRun, options);
        var total = inputs.TryGetNonEnumeratedCount(out var count) ? count : (int?)null;
        var (done, failed) = (0, 0);
        await foreach (var decoded in MediaPipeline.ReadAheadAsync(inputs, read, options.DecodeAhead, cancellationToken).ConfigureAwait(false))
        {
            await run.AddAsync(decoded, cancellationToken).ConfigureAwait(false);
            while (run.TryTake(out var result)) yield return Counted(result);
        }
        await run.EndAsync(cancellationToken).ConfigureAwait(false);
        while (run.TryTake(out var result)) yield return Counted(result);

        MediaResult<TInput, TResult> Counted(MediaResult<TInput, TResult> result)
        {
            done++;
            if (!result.Succeeded) failed++;
            progress?.Report(new(done, failed, total));
            return result;
        }
    }

    private async Task AddAsync(MediaResult<TInput, MediaContent> decoded, CancellationToken cancellationToken)
    {
        var slot = new Slot(decoded.Input, decoded.Value);
        _waiting.Enqueue(slot);
        if (!decoded.Succeeded) slot.Result = new(decoded.Input, default, decoded.Error);
        else
        {
            var modality = decoded.Value!.Modality;
            if (!_batches.TryGetValue(modality, out var batch)) _batches[modality] = batch = [];
            batch.Add(slot);
            if (batch.Count == _options.BatchSize || batch.Sum(b => b.Content!.Bytes) >= _options.MaxBatchBytes)
                await EncodeAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        if (_waiting.Count >= MaxWaiting && _waiting.Peek() is { Result: null } first)
            await EncodeAsync(_batches[first.Content!.Modality], cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in _batches.Values) await EncodeAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    private bool TryTake(out MediaResult<TInput, TResult> result)
    {
        result = _waiting.TryPeek(out var first) ? first.Result! : null!;
        return result is not null && _waiting.TryDequeue(out _);
    }

    private async Task EncodeAsync(List<Slot> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0) return;
        var results = await BatchRunner.RunAsync(
            batch, slots => _encode([.. slots.Select(slot => (slot.Input, slot.Content!))], cancellationToken), _endsRun).ConfigureAwait(false);
        for (var i = 0; i < batch.Count; i++) batch[i].End(results[i].Result, results[i].Error);
        batch.Clear();
    }

    private sealed class Slot(TInput input, MediaContent? content)
    {
        public TInput Input => input;

        public MediaContent? Content { get; private set; } = content;

        public MediaResult<TInput, TResult>? Result { get; set; }

        public void End(TResult? result, MmvaException? error)
        {
            // an encoder does not know the name of its input
            if (error is not null) error = new MediaException($"{input}", (error as MediaException)?.Reason ?? error.Message, error);
            Result = new(input, result, error);
            Content = null;
        }
    }
}
