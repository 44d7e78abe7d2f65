using Microsoft.Extensions.AI;
using Mmva.Extensions.AI;

namespace Mmva.Extensions.VectorData;

/// <summary>Finds the point that a query is about.</summary>
internal sealed class QueryPoints(IEmotionPredictor? predictor, MediaDecoder? decoder)
{
    // decoders look for programs: not before they are needed
    private readonly Lazy<MediaDecoder> _decoder = new(() => decoder ?? new());

    /// <exception cref="NotSupportedException">Queries of this type are not supported, or need a predictor.</exception>
    public async Task<ValenceArousal> OfAsync(object query, CancellationToken cancellationToken)
    {
        switch (query)
        {
            case ValenceArousal point:
                return point;
            case EmotionItem item:
                return item.Emotion;
            case ReadOnlyMemory<float> vector:
                return OfVector(vector.Span);
            case Memory<float> vector:
                return OfVector(vector.Span);
            case float[] vector:
                return OfVector(vector);
            case Embedding<float> embedding:
                return OfVector(embedding.Vector.Span);
            case string text:
                return await Predictor(query).PredictAsync(text, cancellationToken).ConfigureAwait(false);
            case RgbImage image:
                return await Predictor(query).PredictAsync(image, cancellationToken).ConfigureAwait(false);
            case Waveform music:
                return await Predictor(query).PredictAsync(music, cancellationToken).ConfigureAwait(false);
            case DataContent content:
                _ = Predictor(query);
                var media = await _decoder.Value.DecodeAsync(content, DataContents.NameOf(content, 0), cancellationToken).ConfigureAwait(false);
                return await OfMediaAsync(media, cancellationToken).ConfigureAwait(false);
            case MediaContent decoded:
                return await OfMediaAsync(decoded, cancellationToken).ConfigureAwait(false);
            default:
                throw new NotSupportedException(
                    $"A search by {query.GetType()} is not supported: search by a point ({nameof(ValenceArousal)}, or a vector of valence and "
                    + $"arousal), or by a {nameof(RgbImage)}, {nameof(Waveform)}, string, {nameof(DataContent)} or {nameof(MediaContent)}.");
        }
    }

    private Task<ValenceArousal> OfMediaAsync(MediaContent media, CancellationToken cancellationToken) => media.Modality switch
    {
        Modality.Image => Predictor(media).PredictAsync(media.Image!, cancellationToken),
        Modality.Music => Predictor(media).PredictAsync(media.Music!, cancellationToken),
        _ => Predictor(media).PredictAsync(media.Caption!, cancellationToken),
    };

    private static ValenceArousal OfVector(ReadOnlySpan<float> vector) => vector.Length == 2
        ? new(vector[0], vector[1])
        : throw new ArgumentException($"The vector has {vector.Length} values; an emotion has 2: valence and arousal.", nameof(vector));

    private IEmotionPredictor Predictor(object query) => predictor ?? throw new NotSupportedException(
        $"A search by {query.GetType().Name} needs a predictor: pass one when the collection is created, or search by a point.");
}
