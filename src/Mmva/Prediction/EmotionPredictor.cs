using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mmva;

/// <summary>Combines encoders and a model: predicts the valence and arousal of images, music and captions.</summary>
/// <remarks>Safe to call from several threads at once if the encoders are, and as long as the model is not being trained.</remarks>
public sealed partial class EmotionPredictor : IEmotionPredictor, IFeaturePredictor
{
    private readonly MmvaModel _model;
    private readonly Lazily<IModalityEncoder<RgbImage>?> _images;
    private readonly Lazily<IModalityEncoder<Waveform>?> _music;
    private readonly Lazily<IModalityEncoder<string>?> _captions;
    private readonly int _batchSize;
    private readonly ILogger _logger;

    /// <summary>Combines a model and the encoders on which it was trained.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The image encoder, or <see langword="null"/> if images are not needed.</param>
    /// <param name="music">The music encoder, or <see langword="null"/> if music is not needed.</param>
    /// <param name="captions">The caption encoder, or <see langword="null"/> if captions are not needed.</param>
    /// <param name="batchSize">The number of inputs that an encoder processes at once, at least 1.</param>
    /// <param name="logger">The logger; optional. It receives a warning for each notice of an encoder.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    /// <exception cref="MmvaException">An encoder's features have another shape than the model expects.</exception>
    public EmotionPredictor(
        MmvaModel model, IModalityEncoder<RgbImage>? images, IModalityEncoder<Waveform>? music, IModalityEncoder<string>? captions,
        int batchSize = MmvaOptions.DefaultBatchSize, ILogger<EmotionPredictor>? logger = null)
        : this(model, () => images, () => music, () => captions, batchSize, logger) => Load();

    private EmotionPredictor(
        MmvaModel model, Func<IModalityEncoder<RgbImage>?> images, Func<IModalityEncoder<Waveform>?> music, Func<IModalityEncoder<string>?> captions,
        int batchSize, ILogger<EmotionPredictor>? logger)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _model = model;
        _images = new(() => Checked(Modality.Image, images()));
        _music = new(() => Checked(Modality.Music, music()));
        _captions = new(() => Checked(Modality.Caption, captions()));
        _batchSize = batchSize;
        _logger = logger ?? NullLogger<EmotionPredictor>.Instance;
    }

    /// <summary>Combines a model and encoders that are created, and checked, when they are first needed.</summary>
    internal static EmotionPredictor OnDemand(
        MmvaModel model, Func<IModalityEncoder<RgbImage>?> images, Func<IModalityEncoder<Waveform>?> music, Func<IModalityEncoder<string>?> captions,
        int batchSize = MmvaOptions.DefaultBatchSize, ILogger<EmotionPredictor>? logger = null) =>
        new(model, images, music, captions, batchSize, logger);

    /// <summary>The model.</summary>
    internal MmvaModel Model => _model;

    /// <summary>The image encoder, or <see langword="null"/>; created if it was not yet needed, as are the others.</summary>
    internal IModalityEncoder<RgbImage>? Images => _images.Value;

    /// <summary>The music encoder, or <see langword="null"/>.</summary>
    internal IModalityEncoder<Waveform>? Music => _music.Value;

    /// <summary>The caption encoder, or <see langword="null"/>.</summary>
    internal IModalityEncoder<string>? Captions => _captions.Value;

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        PredictAsync(Modality.Image, _images, images, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        PredictAsync(Modality.Music, _music, music, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        PredictAsync(Modality.Caption, _captions, captions, progress, cancellationToken);

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.Run(() => Load(cancellationToken), cancellationToken);

    async Task<IReadOnlyList<FeaturePrediction>> IFeaturePredictor.PredictWithFeaturesAsync(
        IReadOnlyList<RgbImage> images, CancellationToken cancellationToken)
    {
        var features = new List<ReadOnlyMemory<float>>(images.Count);
        var predictions = await PredictAsync(Modality.Image, _images, images, null, cancellationToken, features).ConfigureAwait(false);
        return [.. predictions.Zip(features, (prediction, its) => new FeaturePrediction(prediction, its))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples)
    {
        ArgumentNullException.ThrowIfNull(triples);
        if (!_model.Options.SimilarityHead)
            throw new MmvaException("The model has no similarity head: use EmotionalSimilarity on the predicted points instead.");
        return _model.PredictSimilarity(
            Rows(triples, t => t.Image, Modality.Image),
            Rows(triples, t => t.Music, Modality.Music),
            Rows(triples, t => t.Caption, Modality.Caption));
    }

    /// <inheritdoc/>
    public string? FingerprintOf(Modality modality)
    {
        var encoder = modality switch
        {
            Modality.Image => _images.Value?.Metadata,
            Modality.Music => _music.Value?.Metadata,
            Modality.Caption => _captions.Value?.Metadata,
            _ => throw new ArgumentOutOfRangeException(nameof(modality), modality, "Unknown modality."),
        };
        return encoder is null ? null : $"{encoder.WeightsFingerprint}+{_model.ComputeFingerprint()[..16]}";
    }

    private async Task<IReadOnlyList<EmotionPrediction>> PredictAsync<TInput>(
        Modality modality, Lazily<IModalityEncoder<TInput>?> encoders, IReadOnlyList<TInput> inputs, IProgress<int>? progress,
        CancellationToken cancellationToken,
        List<ReadOnlyMemory<float>>? allFeatures = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var encoder = encoders.IsCreated ? encoders.Value : await Task.Run(() => encoders.Value, cancellationToken).ConfigureAwait(false);
        if (encoder is null) throw NoEncoder(modality);
        var predictions = new List<EmotionPrediction>(inputs.Count);
        for (var start = 0; start < inputs.Count; start += _batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = inputs.Skip(start).Take(_batchSize).ToArray();
            var features = (await encoder.EncodeAsync(batch, cancellationToken).ConfigureAwait(false)).Require(encoder.Metadata, batch.Length);
            var (embeddings, emotions) = _model.Predict(modality, features);
            var width = _model.Options.EmbeddingWidth;
            for (var i = 0; i < features.Count; i++)
            {
                predictions.Add(new(emotions[i], embeddings.AsMemory(i * width, width), NoticesOf(features, i, batch[i], modality, start)));
                allFeatures?.Add(features[i]);
            }
            progress?.Report(predictions.Count);
        }
        return predictions;
    }

    private IReadOnlyList<string> NoticesOf<TInput>(FeatureBatch features, int index, TInput input, Modality modality, int start)
    {
        var notices = features.Notices.Where(n => n.Index == index).Select(n => n.Message).ToList();
        string? name = null;
        if (input is Waveform audio)
        {
            name = audio.Name;
            notices.InsertRange(0, audio.Notices);
            // audio that is not in memory has features from a cache, which keeps none of silence
            if (audio.SamplesInMemory > 0 && AudioNormalization.IsInaudible(audio.Samples.Span)) notices.Add(AudioNormalization.SilenceNotice);
            notices = [.. notices.Distinct()];
        }
        foreach (var notice in notices) LogNotice(modality, name ?? FormattableString.Invariant($"{start + index}"), notice);
        return notices;
    }

    private void Load(CancellationToken cancellationToken = default)
    {
        Action[] loads = [() => _ = _images.Value, () => _ = _music.Value, () => _ = _captions.Value];
        foreach (var load in loads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            load();
        }
    }

    private IModalityEncoder<TInput>? Checked<TInput>(Modality modality, IModalityEncoder<TInput>? encoder)
    {
        if (encoder?.Metadata is not { } its) return null;
        var (actual, expected) = (new FeatureShape(its.Layers, its.Width), _model.Options.ShapeOf(modality));
        return actual == expected ? encoder : throw new MmvaException(
            $"The features of the {NameOf(modality)} encoder '{its.Name}' are {actual} (layers x width), but the model expects {expected}: "
            + "use the encoder on which the model was trained, or train a model on this one.");
    }

    private float[] Rows(IReadOnlyList<EmotionTriple> triples, Func<EmotionTriple, EmotionPrediction> part, Modality modality)
    {
        var width = _model.Options.EmbeddingWidth;
        var rows = new float[triples.Count * width];
        for (var i = 0; i < triples.Count; i++)
        {
            var embedding = part(triples[i]).Embedding;
            if (embedding.Length != width)
                throw new MmvaException(
                    $"The {NameOf(modality)} embedding of triple {i} has {embedding.Length} values, but this model's have {width}.");
            embedding.CopyTo(rows.AsMemory(i * width));
        }
        return rows;
    }

    internal static MmvaException NoEncoder(Modality modality) => new(
        $"No {NameOf(modality)} encoder is registered: add one with .UseCompact() or .Use{modality}Encoder(…), or pass one to the constructor.");

    private static string NameOf(Modality modality) => modality.ToString().ToLowerInvariant();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Modality} {Name}: {Notice}")]
    private partial void LogNotice(Modality modality, string name, string notice);
}
