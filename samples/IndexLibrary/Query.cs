using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace IndexLibrary;

internal static class Query
{
    public static async Task PrintAsync(Arguments arguments, IEmotionRetriever retriever, MediaDecoder decoder, CancellationToken cancellationToken)
    {
        var (query, count, modality) = (arguments.Query!, arguments.Count, arguments.Modality);
        var isFile = File.Exists(query) || MediaFiles.KindOfExtension(query) != MediaKind.Unknown;
        var content = isFile ? await decoder.DecodeAsync(query, cancellationToken) : MediaContent.Of(query);
        var matches = await (content.Modality switch
        {
            Modality.Image => retriever.FindAsync(content.Image!, count, modality, cancellationToken),
            Modality.Music => retriever.FindAsync(content.Music!, count, modality, cancellationToken),
            _ => retriever.FindAsync(content.Caption!, count, modality, cancellationToken),
        });
        if (matches.Count == 0) Console.Error.WriteLine("Nothing of that kind is in the index.");
        foreach (var match in matches)
        {
            var paths = ItemPaths.FromJson(match.Item.Payload);
            var name = paths is { Paths: [var first, ..] } ? first + (paths.Copies > 1 ? $" ({paths.Copies} copies)" : "") : match.Item.Id;
            var kind = match.Item.Modality.ToString().ToLowerInvariant();
            Console.WriteLine($"{match.Similarity:F3}  {match.Item.Emotion}  {kind}  {Names.OneLine(name)}");
        }
    }
}
