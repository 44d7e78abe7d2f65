using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva.WeightFiles;

namespace Mmva.Model;

/// <summary>Model options as text in the metadata of a weight file, so that the file alone is enough to load a model.</summary>
internal static class OptionsMetadata
{
    private const string Prefix = "mmva.";

    /// <summary>Only in files of models whose σ is known.</summary>
    public const string Sigma = Prefix + "sigma";

    public static Dictionary<string, string> Write(MmvaModelOptions options)
    {
        var metadata = new Dictionary<string, string>
        {
            [Prefix + "image"] = options.Image.ToString(),
            [Prefix + "music"] = options.Music.ToString(),
            [Prefix + "caption"] = options.Caption.ToString(),
            [Prefix + "embedding_width"] = options.EmbeddingWidth.ToString(CultureInfo.InvariantCulture),
            [Prefix + "hidden_width"] = options.HiddenWidth.ToString(CultureInfo.InvariantCulture),
            [Prefix + "dropout"] = options.Dropout.ToString("R", CultureInfo.InvariantCulture),
            [Prefix + "similarity_predictor"] = options.SimilarityHead ? "true" : "false",
        };
        if (options.Sigma is { } sigma) metadata[Sigma] = sigma.ToString("R", CultureInfo.InvariantCulture);
        return metadata;
    }

    /// <exception cref="WeightFileException">The file's metadata does not describe a model, or an invalid one.</exception>
    public static MmvaModelOptions Read(SafetensorsFile file)
    {
        string Value(string name) => file.Metadata.TryGetValue(Prefix + name, out var text)
            ? text
            : throw new WeightFileException(
                file.Path, $"its metadata has no '{Prefix}{name}': MmvaModel.Save did not write this file. To read bare weights, pass the options.");
        int Number(string name) => int.Parse(Value(name), CultureInfo.InvariantCulture);
        try
        {
            return new MmvaModelOptions
            {
                Image = FeatureShape.Parse(Value("image")),
                Music = FeatureShape.Parse(Value("music")),
                Caption = FeatureShape.Parse(Value("caption")),
                EmbeddingWidth = Number("embedding_width"),
                HiddenWidth = Number("hidden_width"),
                Dropout = float.Parse(Value("dropout"), CultureInfo.InvariantCulture),
                SimilarityHead = bool.Parse(Value("similarity_predictor")),
                Sigma = file.Metadata.TryGetValue(Sigma, out var sigma) ? double.Parse(sigma, CultureInfo.InvariantCulture) : null,
            }.Validated(new MmvaModelOptionsValidator());
        }
        catch (Exception e) when (e is FormatException or OverflowException or OptionsValidationException)
        {
            throw new WeightFileException(file.Path, $"its metadata does not describe a valid model: {e.Message}", e);
        }
    }

    public static bool IsReserved(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}
