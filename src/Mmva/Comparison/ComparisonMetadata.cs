using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva.Evaluation;
using Mmva.WeightFiles;

namespace Mmva.Comparison;

/// <summary>System and options as text in the metadata of a weight file, so that the file alone is enough to load a model.</summary>
internal static class ComparisonMetadata
{
    private const string Prefix = "mmva.comparison.";

    public static Dictionary<string, string> Write(ComparisonSystem system, ComparisonModelOptions options)
    {
        var metadata = new Dictionary<string, string>
        {
            [Prefix + "system"] = system.ToString(),
            [Prefix + "image"] = options.Image.ToString(),
            [Prefix + "music"] = options.Music.ToString(),
            [Prefix + "embedding_width"] = options.EmbeddingWidth.ToString(CultureInfo.InvariantCulture),
            [Prefix + "hidden_width"] = options.HiddenWidth.ToString(CultureInfo.InvariantCulture),
            [Prefix + "dropout"] = options.Dropout.ToString("R", CultureInfo.InvariantCulture),
            [Prefix + "correspondence_threshold"] = options.CorrespondenceThreshold.ToString("R", CultureInfo.InvariantCulture),
        };
        if (options.Sigma is { } sigma) metadata[Prefix + "sigma"] = sigma.ToString("R", CultureInfo.InvariantCulture);
        return metadata;
    }

    /// <exception cref="WeightFileException">The file's metadata does not describe a model, or an invalid one.</exception>
    public static (ComparisonSystem System, ComparisonModelOptions Options) Read(SafetensorsFile file)
    {
        string Value(string name) => file.Metadata.TryGetValue(Prefix + name, out var text)
            ? text
            : throw new WeightFileException(
                file.Path, $"its metadata has no '{Prefix}{name}': {nameof(ComparisonModel)}.Save did not write this file.");
        int Number(string name) => int.Parse(Value(name), CultureInfo.InvariantCulture);
        try
        {
            var system = Value("system");
            if (!Enum.TryParse<ComparisonSystem>(system, out var known) || !Enum.IsDefined(known))
                throw new FormatException($"'{system}' is not a comparison system.");
            return (known, new ComparisonModelOptions
            {
                Image = FeatureShape.Parse(Value("image")),
                Music = FeatureShape.Parse(Value("music")),
                EmbeddingWidth = Number("embedding_width"),
                HiddenWidth = Number("hidden_width"),
                Dropout = float.Parse(Value("dropout"), CultureInfo.InvariantCulture),
                CorrespondenceThreshold = double.Parse(Value("correspondence_threshold"), CultureInfo.InvariantCulture),
                Sigma = file.Metadata.TryGetValue(Prefix + "sigma", out var sigma) ? double.Parse(sigma, CultureInfo.InvariantCulture) : null,
            }.Validated(new ComparisonModelOptionsValidator()));
        }
        catch (Exception e) when (e is FormatException or OverflowException or OptionsValidationException)
        {
            throw new WeightFileException(file.Path, $"its metadata does not describe a valid model: {e.Message}", e);
        }
    }
}
