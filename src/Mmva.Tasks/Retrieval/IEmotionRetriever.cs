namespace Mmva;

/// <summary>Finds images, music and captions that feel like any other image, music or caption.</summary>
/// <remarks>Safe to use from several threads at once. Calls that predict throw <see cref="MmvaException"/> if an encoder is missing.</remarks>
public interface IEmotionRetriever
{
    /// <summary>The index that contains the items: for removing, counting, and searching from a known point.</summary>
    IEmotionIndex Index { get; }

    /// <summary>Predicts the valence and arousal of images and adds them to the index, replacing items with the same ids.</summary>
    /// <param name="images">The images with their ids.</param>
    /// <param name="progress">Receives the number of images predicted so far; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; nothing is indexed if it fires.</param>
    /// <returns>The indexed items, in order.</returns>
    /// <exception cref="EmotionIndexException">An id is invalid or appears twice; nothing was indexed.</exception>
    Task<IReadOnlyList<EmotionItem>> IndexAsync(
        IReadOnlyList<RetrievalInput<RgbImage>> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Predicts the valence and arousal of music and adds it to the index, replacing items with the same ids.</summary>
    /// <param name="music">The music with its ids.</param>
    /// <param name="progress">Receives the number of pieces predicted so far; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; nothing is indexed if it fires.</param>
    /// <returns>The indexed items, in order.</returns>
    /// <exception cref="EmotionIndexException">An id is invalid or appears twice; nothing was indexed.</exception>
    Task<IReadOnlyList<EmotionItem>> IndexAsync(
        IReadOnlyList<RetrievalInput<Waveform>> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Predicts the valence and arousal of captions and adds them to the index, replacing items with the same ids.</summary>
    /// <param name="captions">The captions with their ids.</param>
    /// <param name="progress">Receives the number of captions predicted so far; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; nothing is indexed if it fires.</param>
    /// <returns>The indexed items, in order.</returns>
    /// <exception cref="EmotionIndexException">An id is invalid or appears twice; nothing was indexed.</exception>
    Task<IReadOnlyList<EmotionItem>> IndexAsync(
        IReadOnlyList<RetrievalInput<string>> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Finds the items that feel most like an image.</summary>
    /// <param name="image">The image; it need not be in the index.</param>
    /// <param name="count">The number of items to find, at least 1.</param>
    /// <param name="among">The modality to search, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The nearest items, nearest first.</returns>
    Task<IReadOnlyList<EmotionMatch>> FindAsync(RgbImage image, int count, Modality? among = null, CancellationToken cancellationToken = default);

    /// <summary>Finds the items that feel most like a piece of music.</summary>
    /// <param name="music">The music; it need not be in the index.</param>
    /// <param name="count">The number of items to find, at least 1.</param>
    /// <param name="among">The modality to search, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The nearest items, nearest first.</returns>
    Task<IReadOnlyList<EmotionMatch>> FindAsync(Waveform music, int count, Modality? among = null, CancellationToken cancellationToken = default);

    /// <summary>Finds the items that feel most like a text.</summary>
    /// <param name="caption">The text; it need not be in the index.</param>
    /// <param name="count">The number of items to find, at least 1.</param>
    /// <param name="among">The modality to search, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The nearest items, nearest first.</returns>
    Task<IReadOnlyList<EmotionMatch>> FindAsync(string caption, int count, Modality? among = null, CancellationToken cancellationToken = default);

    /// <summary>Finds music for an image and a text: the items nearest to the midpoint of the two, ranked by the similarity head.</summary>
    /// <param name="image">The image.</param>
    /// <param name="caption">The text that the music should match.</param>
    /// <param name="count">The number of items to return, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The matches, most similar first.</returns>
    /// <exception cref="MmvaException">The model has no similarity head, or items were indexed without embeddings.</exception>
    Task<IReadOnlyList<RerankedMatch>> FindMusicAsync(RgbImage image, string caption, int count, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds images for a piece of music and its caption: the items nearest to the midpoint of the two, ranked by the similarity head.
    /// </summary>
    /// <param name="music">The music.</param>
    /// <param name="caption">The caption of the music.</param>
    /// <param name="count">The number of items to return, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The matches, most similar first.</returns>
    /// <exception cref="MmvaException">The model has no similarity head, or items were indexed without embeddings.</exception>
    Task<IReadOnlyList<RerankedMatch>> FindImagesAsync(Waveform music, string caption, int count, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds captions for an image and a piece of music: the items nearest to the midpoint of the two, ranked by the similarity head.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="music">The music.</param>
    /// <param name="count">The number of items to return, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The matches, most similar first.</returns>
    /// <exception cref="MmvaException">The model has no similarity head, or items were indexed without embeddings.</exception>
    Task<IReadOnlyList<RerankedMatch>> FindCaptionsAsync(RgbImage image, Waveform music, int count, CancellationToken cancellationToken = default);
}
