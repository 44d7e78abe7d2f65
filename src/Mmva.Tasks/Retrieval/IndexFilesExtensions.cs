using Mmva.Data;

namespace Mmva;

/// <summary>Fills an index with many files.</summary>
public static class IndexFilesExtensions
{
    /// <summary>
    /// Predicts the valence and arousal of image and audio files and keeps them in the index: decoded ahead while the encoders work, encoded in
    /// batches, in constant memory.
    /// </summary>
    /// <param name="retriever">The retriever.</param>
    /// <param name="paths">The files, enumerated as they are needed.</param>
    /// <param name="describe">
    /// Returns the id and the payload of a file's item, or <see langword="null"/> to use the path as both. Known ids are replaced.
    /// </param>
    /// <param name="decoder">Decodes the files, or <see langword="null"/> for the default decoders.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives a report for each result; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. What was returned stays in the index.</param>
    /// <returns>
    /// For each file, in order, the item that was kept. A file that cannot be decoded, or that its encoder refuses, has an error that names it; the
    /// others are not affected.
    /// </returns>
    /// <exception cref="EmotionIndexException">An id cannot be stored, or the index cannot be written.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static IAsyncEnumerable<MediaResult<string, EmotionItem>> IndexFilesAsync(
        this IEmotionRetriever retriever, IEnumerable<string> paths, Func<string, (string Id, string? Payload)>? describe = null,
        MediaDecoder? decoder = null, FileBatchOptions? options = null, IProgress<FileProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(retriever);
        ArgumentNullException.ThrowIfNull(paths);
        describe ??= path => (path, path);
        var validated = (options ?? new()).Validated(new FileBatchOptionsValidator());
        return MediaBatches<string, EmotionItem>.RunAsync(
            paths, (decoder ?? new MediaDecoder()).DecodeAsync, IndexAsync, e => e is EmotionIndexException, validated, progress, cancellationToken);

        async Task<IReadOnlyList<EmotionItem>> IndexAsync(IReadOnlyList<(string Input, MediaContent Content)> batch, CancellationToken stop)
        {
            var described = batch.Select(b => (Is: describe(b.Input), b.Content)).ToList();
            // an id that comes twice is replaced, as it would be in two batches
            if (described.DistinctBy(d => d.Is.Id, StringComparer.Ordinal).Count() < batch.Count)
            {
                var items = new List<EmotionItem>();
                foreach (var one in batch) items.AddRange(await IndexAsync([one], stop).ConfigureAwait(false));
                return items;
            }
            var indexing = described[0].Content.Modality == Modality.Image
                ? retriever.IndexAsync([.. described.Select(d => new RetrievalInput<RgbImage>(d.Is.Id, d.Content.Image!, d.Is.Payload))], null, stop)
                : retriever.IndexAsync([.. described.Select(d => new RetrievalInput<Waveform>(d.Is.Id, d.Content.Music!, d.Is.Payload))], null, stop);
            return await indexing.ConfigureAwait(false);
        }
    }
}
