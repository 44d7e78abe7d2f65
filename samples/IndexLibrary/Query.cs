using System.Globalization;
using IndexLibrary.Files;
using Mmva.Data;
using Mmva.Data.Audio;
using Mmva.Data.Images;
using Mmva.Emotion;
using Mmva.Media;
using Mmva.Prediction;
using Mmva.Tasks.Retrieval;

namespace IndexLibrary;

/// <summary>Shows what is nearest to a text, a picture or a piece of music.</summary>
internal sealed class Query(IEmotionPredictor predictor, IImageDecoder images, IAudioDecoder sounds)
{
    public async Task PrintAsync(Arguments arguments, IEmotionIndex index, CancellationToken cancellationToken)
    {
        var place = await PlaceAsync(arguments.Query!, cancellationToken);
        Console.WriteLine($"{arguments.Query}  {place}");
        foreach (var match in await index.NearestAsync(place, arguments.Count, arguments.Modality, cancellationToken))
        {
            var paths = ItemPaths.FromJson(match.Item.Payload);
            var name = paths is { Paths: [var first, ..] } ? first + (paths.Copies > 1 ? $"  (and {paths.Copies - 1} copies)" : "") : match.Item.Id;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {match.Similarity:F3}  {match.Item.Emotion}  {match.Item.Modality.ToString().ToLowerInvariant(),-5}  {name}"));
        }
    }

    private async Task<ValenceArousal> PlaceAsync(string query, CancellationToken cancellationToken)
    {
        if (!File.Exists(query)) return await predictor.PredictAsync(query, cancellationToken);
        return MediaKinds.Of(query) switch
        {
            MediaKind.Image => await predictor.PredictAsync(await images.DecodeAsync(query, cancellationToken), cancellationToken),
            MediaKind.Audio => await predictor.PredictAsync(await sounds.DecodeAsync(query, cancellationToken), cancellationToken),
            _ => throw new MediaException(query, "is neither a picture nor music."),
        };
    }
}
