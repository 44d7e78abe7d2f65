using Mmva.Data;
using Parquet;
using Parquet.Schema;

namespace ExportFeatures;

/// <summary>
/// The items and their features as one Parquet table; each row's features are a list of layers × width values, whose shape is in the metadata of the
/// file.
/// </summary>
internal sealed class ParquetFormat : IFeatureFormat
{
    // as much is in memory at once, and twice as much for the levels of the lists
    private const int GroupBytes = 8 << 20, MostRows = 10_000;

    public string FileName => "features.parquet";

    // what mlcroissant knows Parquet by; the registered type is application/vnd.apache.parquet
    public string MediaType => "application/x-parquet";

    public string Description => "Parquet: the items with their features, each a list of layers × width float32 values.";

    public IReadOnlyList<string> Columns { get; } = [.. ExportColumns.OfItems, ExportColumns.Features];

    public async Task WriteAsync(FeatureExport export, Stream output, IProgress<int> progress, CancellationToken cancellationToken)
    {
        var (row, id, content) = (Field<int>(ExportColumns.Row), Text(ExportColumns.Id), Text(ExportColumns.Content));
        var group = Text(ExportColumns.Group, isNullable: true);
        var valence = Field<float>(ExportColumns.Valence, isNullable: true);
        var arousal = Field<float>(ExportColumns.Arousal, isNullable: true);
        var element = Field<float>(ListField.ElementName);
        var schema = new ParquetSchema(row, id, content, group, valence, arousal, new ListField(ExportColumns.Features, element));
        var values = export.Set.Shape.Layers * export.Set.Shape.Width;
        // features hardly repeat: looking for repetitions would only take time
        var options = new ParquetOptions { DictionaryEncodingThreshold = 0 };
        await using var writer = await ParquetWriter.CreateAsync(schema, output, options, cancellationToken: cancellationToken);
        writer.CustomMetadata = export.Metadata;
        foreach (var rows in Enumerable.Range(0, export.Count).Chunk(Math.Clamp(GroupBytes / (values * sizeof(float)), 1, MostRows)))
        {
            ExportedItem[] items = [.. rows.Select(index => export[index])];
            using var part = writer.CreateRowGroup();
            await part.WriteAsync<int>(row, rows, cancellationToken: cancellationToken);
            await part.WriteAsync(id, items.Select(item => item.Id).ToArray());
            await part.WriteAsync(content, items.Select(item => item.Content).ToArray());
            await part.WriteAsync(group, items.Select(item => item.Group!).ToArray());
            await part.WriteAsync<float>(valence, items.Select(item => item.Valence).ToArray(), cancellationToken: cancellationToken);
            await part.WriteAsync<float>(arousal, items.Select(item => item.Arousal).ToArray(), cancellationToken: cancellationToken);
            var (features, present, levels) = Lists(export, rows, values, element.MaxDefinitionLevel);
            await part.WriteAllPartsAsync<float>(element, features, present, levels, cancellationToken);
            progress.Report(rows[^1] + 1);
        }
    }

    // no value is missing; a repetition level of 0 begins the list of the next row
    private static (float[] Values, ReadOnlyMemory<int> Definition, ReadOnlyMemory<int> Repetition) Lists(
        FeatureExport export, int[] rows, int values, int present)
    {
        var features = new float[rows.Length * values];
        var definition = new int[features.Length];
        var levels = new int[features.Length];
        Array.Fill(definition, present);
        Array.Fill(levels, 1);
        for (var i = 0; i < rows.Length; i++)
        {
            export.Set.Features[rows[i]].CopyTo(features.AsMemory(i * values));
            levels[i * values] = 0;
        }
        return (features, definition, levels);
    }

    private static DataField Field<T>(string name, bool isNullable = false) => new(name, typeof(T), isNullable);

    private static DataField Text(string name, bool isNullable = false) => new(name, typeof(string), isNullable);
}
