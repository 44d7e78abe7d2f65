using System.Globalization;
using Mmva.WeightFiles;

namespace Mmva.Model;

/// <summary>Model options as the text that a weight file carries, so that the file alone is a model.</summary>
internal static class OptionsMetadata
{
    private const string Prefix = "mmva.";

    public static Dictionary<string, string> Write(MmvaModelOptions options) => new()
    {
        [Prefix + "image"] = options.Image.ToString(),
        [Prefix + "music"] = options.Music.ToString(),
        [Prefix + "caption"] = options.Caption.ToString(),
        [Prefix + "embedding_width"] = options.EmbeddingWidth.ToString(CultureInfo.InvariantCulture),
        [Prefix + "hidden_width"] = options.HiddenWidth.ToString(CultureInfo.InvariantCulture),
        [Prefix + "dropout"] = options.Dropout.ToString("R", CultureInfo.InvariantCulture),
        [Prefix + "similarity_predictor"] = options.SimilarityHead ? "true" : "false",
    };

    /// <exception cref="WeightFileException">The file does not say what model it holds, or nothing possible.</exception>
    public static MmvaModelOptions Read(SafetensorsFile file)
    {
        string Value(string name) => file.Metadata.TryGetValue(Prefix + name, out var text)
            ? text
            : throw new WeightFileException(file.Path, $"its metadata has no '{Prefix}{name}': not a file that MmvaModel.Save wrote. Give the options to read bare weights.");
        int Number(string name) => int.Parse(Value(name), CultureInfo.InvariantCulture);
        try
        {
            var options = new MmvaModelOptions
            {
                Image = FeatureShape.Parse(Value("image")),
                Music = FeatureShape.Parse(Value("music")),
                Caption = FeatureShape.Parse(Value("caption")),
                EmbeddingWidth = Number("embedding_width"),
                HiddenWidth = Number("hidden_width"),
                Dropout = float.Parse(Value("dropout"), CultureInfo.InvariantCulture),
                SimilarityHead = bool.Parse(Value("similarity_predictor")),
            };
            options.Validate();
            return options;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new WeightFileException(file.Path, $"its metadata describes no model: {e.Message}", e);
        }
    }

    public static bool IsReserved(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}
