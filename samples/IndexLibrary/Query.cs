using IndexLibrary.Files;
using Mmva;
using Mmva.Data;

namespace IndexLibrary;

/// <summary>Shows what is nearest to a text, a picture or a piece of music.</summary>
internal sealed class Query(IEmotionRetriever retriever, MediaDecoder decoder)
{
    public async Task PrintAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var matches = await FindAsync(arguments, cancellationToken);
        if (matches.Count == 0) Console.Error.WriteLine("Nothing of that kind is in the index.");
        foreach (var match in matches)
        {
            var paths = ItemPaths.FromJson(match.Item.Payload);
            var name = paths is { Paths: [var first, ..] } ? first + (paths.Copies > 1 ? $" ({paths.Copies} copies)" : "") : match.Item.Id;
            Console.WriteLine($"{match.Similarity:F3}  {match.Item.Emotion}  {match.Item.Modality.ToString().ToLowerInvariant()}  {name}");
        }
    }

    private async Task<IReadOnlyList<EmotionMatch>> FindAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (query, count, among) = (arguments.Query!, arguments.Count, arguments.Modality);
        if (!File.Exists(query) && MediaKinds.OfExtension(query) == MediaKind.Unknown)
            return await retriever.FindAsync(query, count, among, cancellationToken);
        var content = await decoder.DecodeAsync(query, cancellationToken);
        return content.Image is { } image
            ? await retriever.FindAsync(image, count, among, cancellationToken)
            : await retriever.FindAsync(content.Music!, count, among, cancellationToken);
    }
}
