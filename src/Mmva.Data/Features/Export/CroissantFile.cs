using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mmva.Data;

/// <summary>Writes <c>croissant.json</c>: what the files of an export are, for readers of the Croissant format, version 1.1.</summary>
internal static class CroissantFile
{
    public const string FileName = "croissant.json";

    private const string Items = "items";

    // the terms of the specification's recommended context that occur here; mlcroissant takes schema.org to be https
    private static readonly (string Term, string Meaning)[] Context =
    [
        ("@language", "en"), ("@vocab", "https://schema.org/"), ("sc", "https://schema.org/"), ("cr", "http://mlcommons.org/croissant/"),
        ("dct", "http://purl.org/dc/terms/"), ("arrayShape", "cr:arrayShape"), ("citeAs", "cr:citeAs"), ("column", "cr:column"),
        ("conformsTo", "dct:conformsTo"), ("extract", "cr:extract"), ("field", "cr:field"), ("fileObject", "cr:fileObject"),
        ("isArray", "cr:isArray"), ("key", "cr:key"), ("recordSet", "cr:recordSet"), ("source", "cr:source"),
    ];

    /// <summary>A file of the export.</summary>
    /// <param name="Format">Its format.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="Sha256">Its hash, in hexadecimal digits.</param>
    public sealed record Part(IFeatureFormat Format, long Bytes, string Sha256);

    public static void Write(Stream output, FeatureExport export, DatasetDescription description, IReadOnlyList<Part> files)
    {
        using var json = new Utf8JsonWriter(output, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        WriteContext(json);
        json.WriteString("@type", "sc:Dataset");
        json.WriteString("conformsTo", "http://mlcommons.org/croissant/1.1");
        json.WriteString("name", description.Name);
        json.WriteString("description", description.Description ?? Describe(export));
        WriteLicense(json, description.License);
        if (!string.IsNullOrWhiteSpace(description.Creator))
        {
            json.WriteStartObject("creator");
            json.WriteString("@type", "sc:Organization");
            json.WriteString("name", description.Creator);
            json.WriteEndObject();
        }
        if (description.Url is { } url) json.WriteString("url", url.AbsoluteUri);
        if (description.DatePublished is { } date) json.WriteString("datePublished", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("version", description.Version);
        if (description.Citation is { } citation) json.WriteString("citeAs", citation);
        json.WriteStartArray("distribution");
        foreach (var file in files) WriteFile(json, file);
        json.WriteEndArray();
        json.WriteStartArray("recordSet");
        WriteRecords(json, export, files.MaxBy(file => file.Format.Columns.Count)!.Format);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Describe(FeatureExport export)
    {
        var (encoder, shape) = (export.Set.Encoder, export.Set.Shape);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Features of {export.Count} inputs by the encoder {encoder.Name}, {shape.Layers} × {shape.Width} values each, with ratings of valence "
            + $"and arousal from 0 to 1 where they are known. Weights of the encoder: {encoder.License}, {encoder.Source}");
    }

    private static void WriteContext(Utf8JsonWriter json)
    {
        json.WriteStartObject("@context");
        foreach (var (term, meaning) in Context) json.WriteString(term, meaning);
        json.WriteStartObject("dataType");
        json.WriteString("@id", "cr:dataType");
        json.WriteString("@type", "@vocab");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // an address, or a work with a name
    private static void WriteLicense(Utf8JsonWriter json, string? license)
    {
        if (string.IsNullOrWhiteSpace(license)) return;
        if (Uri.TryCreate(license, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            json.WriteString("license", license);
            return;
        }
        json.WriteStartObject("license");
        json.WriteString("@type", "sc:CreativeWork");
        json.WriteString("name", license);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, Part file)
    {
        json.WriteStartObject();
        json.WriteString("@type", "cr:FileObject");
        json.WriteString("@id", file.Format.FileName);
        json.WriteString("name", file.Format.FileName);
        json.WriteString("description", file.Format.Description);
        json.WriteString("contentUrl", file.Format.FileName);
        json.WriteString("contentSize", string.Create(CultureInfo.InvariantCulture, $"{file.Bytes} B"));
        json.WriteString("encodingFormat", file.Format.MediaType);
        json.WriteString("sha256", file.Sha256);
        json.WriteEndObject();
    }

    private static void WriteRecords(Utf8JsonWriter json, FeatureExport export, IFeatureFormat table)
    {
        var values = export.Set.Shape.Layers * export.Set.Shape.Width;
        json.WriteStartObject();
        json.WriteString("@type", "cr:RecordSet");
        json.WriteString("@id", Items);
        json.WriteString("name", Items);
        json.WriteString("description", "One record per input.");
        WriteReference(json, "key", $"{Items}/{ExportColumns.Row}");
        json.WriteStartArray("field");
        foreach (var column in table.Columns)
        {
            var (type, description) = Meaning(column, export);
            json.WriteStartObject();
            json.WriteString("@type", "cr:Field");
            json.WriteString("@id", $"{Items}/{column}");
            json.WriteString("name", column);
            json.WriteString("description", description);
            json.WriteString("dataType", type);
            if (column == ExportColumns.Features)
            {
                json.WriteBoolean("isArray", true);
                json.WriteString("arrayShape", values.ToString(CultureInfo.InvariantCulture));
            }
            json.WriteStartObject("source");
            WriteReference(json, "fileObject", table.FileName);
            json.WriteStartObject("extract");
            json.WriteString("column", column);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (string Type, string Description) Meaning(string column, FeatureExport export) => column switch
    {
        ExportColumns.Row => ("sc:Integer", "The index of the row, from 0; also in features.safetensors."),
        ExportColumns.Id => ("sc:Text", "The id of the item; not necessarily unique."),
        ExportColumns.Content => ("sc:Text", "The path of the file, or the text."),
        ExportColumns.Group => ("sc:Text", "Items of one group must stay on one side of a split; empty if it is not known."),
        ExportColumns.Valence => ("sc:Float", "From 0, unpleasant, to 1, pleasant; empty if it is not known."),
        ExportColumns.Arousal => ("sc:Float", "From 0, calm, to 1, excited; empty if it is not known."),
        ExportColumns.Features => ("sc:Float", string.Create(
            CultureInfo.InvariantCulture,
            $"The features, [{export.Set.Shape.Layers}, {export.Set.Shape.Width}], layer by layer in one list.")),
        _ => ("sc:Text", column),
    };

    private static void WriteReference(Utf8JsonWriter json, string name, string id)
    {
        json.WriteStartObject(name);
        json.WriteString("@id", id);
        json.WriteEndObject();
    }
}
