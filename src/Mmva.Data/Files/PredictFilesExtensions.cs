using Mmva.Data;

namespace Mmva;

/// <summary>Predictions for many files.</summary>
public static class PredictFilesExtensions
{
    /// <summary>Predicts the valence and arousal of image and audio files: decoded ahead, encoded in batches, in constant memory.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="paths">The files, enumerated as they are needed.</param>
    /// <param name="decoder">Decodes the files, or <see langword="null"/> for the default decoders.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives a report for each result; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// One result per file, in the order of the files. A file that cannot be decoded, or that its encoder refuses, has an error that names it;
    /// the others are not affected.
    /// </returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="NativeLibraryException">A native library that the files or encoders need is missing.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static IAsyncEnumerable<MediaResult<string, MediaPrediction>> PredictFilesAsync(
        this IEmotionPredictor predictor, IEnumerable<string> paths, MediaDecoder? decoder = null,
        FileBatchOptions? options = null, IProgress<FileProgress>? progress = null, CancellationToken cancellationToken = default) =>
        predictor.PredictManyAsync(paths, (decoder ?? new MediaDecoder()).DecodeAsync, options, progress, cancellationToken);

    /// <summary>
    /// Predicts the valence and arousal of inputs of any kind, read by the caller: entries of an archive, rows of a database, files and texts mixed.
    /// </summary>
    /// <typeparam name="TInput">What identifies an input. Errors name it by its <see cref="object.ToString"/>.</typeparam>
    /// <param name="predictor">The predictor.</param>
    /// <param name="inputs">The inputs, enumerated as they are needed.</param>
    /// <param name="read">
    /// Reads one input, on the thread pool, several at once. An <see cref="MmvaException"/> is that input's result; any other exception ends the run,
    /// and so does a <see cref="NativeLibraryException"/>.
    /// </param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives a report for each result; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <inheritdoc cref="PredictFilesAsync" path="//returns|//exception"/>
    public static IAsyncEnumerable<MediaResult<TInput, MediaPrediction>> PredictManyAsync<TInput>(
        this IEmotionPredictor predictor, IEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<MediaContent>> read,
        FileBatchOptions? options = null, IProgress<FileProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(read);
        var validated = (options ?? new()).Validated(new FileBatchOptionsValidator());
        return MediaBatches<TInput, MediaPrediction>.RunAsync(inputs, read, PredictAsync, endsRun: null, validated, progress, cancellationToken);

        async Task<IReadOnlyList<MediaPrediction>> PredictAsync(IReadOnlyList<(TInput Input, MediaContent Content)> batch, CancellationToken stop)
        {
            var modality = batch[0].Content.Modality;
            var predictions = await (modality switch
            {
                Modality.Image => predictor.PredictAsync([.. batch.Select(b => b.Content.Image!)], stop),
                Modality.Music => predictor.PredictAsync([.. batch.Select(b => b.Content.Music!)], stop),
                _ => predictor.PredictAsync([.. batch.Select(b => b.Content.Caption!)], stop),
            }).ConfigureAwait(false);
            return [.. predictions.Select(prediction => new MediaPrediction(modality, prediction))];
        }
    }
}
