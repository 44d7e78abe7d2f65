using System.Globalization;
using IndexLibrary.Files;
using Mmva;
using Mmva.Data;

namespace IndexLibrary;

/// <summary>Shows what is nearest to a text, a picture or a piece of music.</summary>
internal sealed class Query(IEmotionRetriever retriever, IImageDecoder images, IAudioDecoder sounds)
{
    public async Task PrintAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var matches = await FindAsync(arguments, cancellationToken);
        if (matches.Count == 0) Console.Error.WriteLine("Nothing of that kind is in the index.");
        foreach (var match in matches)
        {
            var paths = ItemPaths.FromJson(match.Item.Payload);
            var name = paths is { Paths: [var first, ..] } ? first + (paths.Copies > 1 ? $" ({paths.Copies} copies)" : "") : match.Item.Id;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{match.Similarity:F3}  {match.Item.Emotion}  {match.Item.Modality.ToString().ToLowerInvariant()}  {name}"));
        }
    }

    private async Task<IReadOnlyList<EmotionMatch>> FindAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (query, count, among) = (arguments.Query!, arguments.Count, arguments.Modality);
        if (!File.Exists(query) && MediaKinds.OfExtension(query) == MediaKind.Unknown) return await retriever.FindAsync(query, count, among, cancellationToken);
        return MediaKinds.Of(query) switch
        {
            MediaKind.Image => await retriever.FindAsync(await images.DecodeAsync(query, cancellationToken), count, among, cancellationToken),
            MediaKind.Audio => await retriever.FindAsync(await sounds.DecodeAsync(query, cancellationToken), count, among, cancellationToken),
            _ => throw new MediaException(query, "is neither a picture nor music."),
        };
    }
}
