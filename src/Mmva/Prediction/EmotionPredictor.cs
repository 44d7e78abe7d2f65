using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mmva.Model;

namespace Mmva;

/// <summary>Encoders and heads put together: the whole way from an input to its place on the emotion plane.</summary>
/// <remarks>Safe to call from several threads at once, if the encoders are, and as long as nobody trains the model.</remarks>
public sealed partial class EmotionPredictor : IEmotionPredictor, IFeaturePredictor
{
    private readonly MmvaModel _model;
    private readonly IModalityEncoder<RgbImage>? _images;
    private readonly IModalityEncoder<Waveform>? _music;
    private readonly IModalityEncoder<string>? _captions;
    private readonly int _batchSize;
    private readonly ILogger _logger;

    /// <summary>Puts a model and its encoders together. An encoder may be left out where its modality is not needed.</summary>
    /// <param name="model">The heads.</param>
    /// <param name="images">The image tower that the heads were trained on.</param>
    /// <param name="music">The music tower that the heads were trained on.</param>
    /// <param name="captions">The caption tower that the heads were trained on.</param>
    /// <param name="batchSize">How many inputs go through an encoder at once, at least 1.</param>
    /// <param name="logger">Gets a warning for each input that was cut, or about which the prediction says little.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    /// <exception cref="MmvaException">An encoder gives features of another shape than the heads take.</exception>
    public EmotionPredictor(
        MmvaModel model, IModalityEncoder<RgbImage>? images, IModalityEncoder<Waveform>? music, IModalityEncoder<string>? captions,
        int batchSize = MmvaOptions.DefaultBatchSize, ILogger<EmotionPredictor>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_model, _images, _music, _captions, _batchSize, _logger) = (model, images, music, captions, batchSize, logger ?? NullLogger<EmotionPredictor>.Instance);
        Check(Modality.Image, images?.Metadata);
        Check(Modality.Music, music?.Metadata);
        Check(Modality.Caption, captions?.Metadata);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(IReadOnlyList<RgbImage> images, CancellationToken cancellationToken = default) =>
        PredictAsync(Modality.Image, _images, images, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(IReadOnlyList<Waveform> music, CancellationToken cancellationToken = default) =>
        PredictAsync(Modality.Music, _music, music, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(IReadOnlyList<string> captions, CancellationToken cancellationToken = default) =>
        PredictAsync(Modality.Caption, _captions, captions, cancellationToken);

    async Task<IReadOnlyList<FeaturePrediction>> IFeaturePredictor.PredictWithFeaturesAsync(
        IReadOnlyList<RgbImage> images, CancellationToken cancellationToken)
    {
        var features = new List<ReadOnlyMemory<float>>(images.Count);
        var predictions = await PredictAsync(Modality.Image, _images, images, cancellationToken, features).ConfigureAwait(false);
        return [.. predictions.Zip(features, (prediction, its) => new FeaturePrediction(prediction, its))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples)
    {
        ArgumentNullException.ThrowIfNull(triples);
        if (!_model.Options.SimilarityHead)
            throw new MmvaException("The heads were trained without a similarity predictor: take EmotionalSimilarity of the predicted points instead.");
        return _model.PredictSimilarity(Rows(triples, t => t.Image, Modality.Image), Rows(triples, t => t.Music, Modality.Music), Rows(triples, t => t.Caption, Modality.Caption));
    }

    /// <inheritdoc/>
    public string? FingerprintOf(Modality modality)
    {
        var encoder = modality switch
        {
            Modality.Image => _images?.Metadata,
            Modality.Music => _music?.Metadata,
            Modality.Caption => _captions?.Metadata,
            _ => throw new ArgumentOutOfRangeException(nameof(modality), modality, "Unknown modality."),
        };
        return encoder is null ? null : $"{encoder.WeightsFingerprint}+{_model.ComputeFingerprint()[..16]}";
    }

    private async Task<IReadOnlyList<EmotionPrediction>> PredictAsync<TInput>(
        Modality modality, IModalityEncoder<TInput>? encoder, IReadOnlyList<TInput> inputs, CancellationToken cancellationToken,
        List<ReadOnlyMemory<float>>? allFeatures = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (encoder is null)
            throw new MmvaException($"No {modality.ToString().ToLowerInvariant()} encoder is there: add one with .UseCompact() or .Use{modality}Encoder(…), or hand one to the constructor.");
        var predictions = new List<EmotionPrediction>(inputs.Count);
        for (var start = 0; start < inputs.Count; start += _batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = inputs.Skip(start).Take(_batchSize).ToArray();
            var features = (await encoder.EncodeAsync(batch, cancellationToken).ConfigureAwait(false)).Require(encoder.Metadata, batch.Length);
            var embeddings = _model.Embed(modality, features).AsMemory();
            var emotions = _model.PredictEmotion(modality, embeddings);
            var width = _model.Options.EmbeddingWidth;
            for (var i = 0; i < features.Count; i++)
            {
                predictions.Add(new(emotions[i], embeddings.Slice(i * width, width), NoticesOf(features, i, modality, start)));
                allFeatures?.Add(features[i]);
            }
        }
        return predictions;
    }

    private IReadOnlyList<string> NoticesOf(FeatureBatch features, int index, Modality modality, int start)
    {
        if (features.Notices.Count == 0) return [];
        var notices = features.Notices.Where(n => n.Index == index).Select(n => n.Message).ToList();
        foreach (var notice in notices) TakeNotice(modality, start + index, notice);
        return notices;
    }

    private void Check(Modality modality, EncoderMetadata? encoder)
    {
        if (encoder is null) return;
        var (given, taken) = (new FeatureShape(encoder.Layers, encoder.Width), _model.Options.ShapeOf(modality));
        if (given != taken)
            throw new MmvaException($"The {modality.ToString().ToLowerInvariant()} encoder '{encoder.Name}' gives features {given} (layers x width), but the heads take {taken}: train heads on this encoder, or take the encoder that they were trained on.");
    }

    private float[] Rows(IReadOnlyList<EmotionTriple> triples, Func<EmotionTriple, EmotionPrediction> part, Modality modality)
    {
        var width = _model.Options.EmbeddingWidth;
        var rows = new float[triples.Count * width];
        for (var i = 0; i < triples.Count; i++)
        {
            var embedding = part(triples[i]).Embedding;
            if (embedding.Length != width) throw new MmvaException($"The {modality.ToString().ToLowerInvariant()} embedding of triple {i} has {embedding.Length} numbers, where this model's have {width}.");
            embedding.CopyTo(rows.AsMemory(i * width));
        }
        return rows;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Modality} {Index}: {Notice}")]
    private partial void TakeNotice(Modality modality, int index, string notice);
}
