using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mmva.Data;

/// <summary>The items as CSV (RFC 4180, UTF-8): texts are quoted where needed, and what is not known is empty.</summary>
internal sealed class ItemsFormat : IFeatureFormat
{
    public const string Name = "items.csv";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public string FileName => Name;

    public string MediaType => "text/csv";

    public string Description => "The items, in the order of the rows of the features.";

    public IReadOnlyList<string> Columns => ExportColumns.OfItems;

    public async Task WriteAsync(FeatureExport export, Stream output, IProgress<int> progress, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', Columns)).ConfigureAwait(false);
        for (var row = 0; row < export.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var item = export[row];
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{row},{Text(item.Id)},{Text(item.Content)},{Text(item.Group ?? "")},{item.Valence:R},{item.Arousal:R}")).ConfigureAwait(false);
        }
        progress.Report(export.Count);
    }

    // spaces at the ends are kept by quotes only, for some readers
    private static string Text(string text) =>
        text.AsSpan().ContainsAny(Quoted) || (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
            ? $"\"{text.Replace("\"", "\"\"")}\""
            : text;
}
