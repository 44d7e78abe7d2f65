using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mmva.WeightFiles;

namespace Mmva.Tasks;

/// <summary>
/// A catalogue as a safetensors file: <c>emotions</c> [prompts, 2] in float32, and the fingerprints of prompts, predictor and content as metadata.
/// </summary>
internal static class PromptCatalogueFile
{
    private const string Emotions = "emotions", Prompts = "prompts", Predictor = "predictor", Content = "sha256";

    public static void Write(string path, PromptCatalogue catalogue)
    {
        var values = new float[2 * catalogue.Count];
        for (var i = 0; i < catalogue.Count; i++) (values[2 * i], values[2 * i + 1]) = (catalogue[i].Valence, catalogue[i].Arousal);
        var tensor = Tensor.FromFloats(Emotions, values, catalogue.Count, 2);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            SafetensorsWriter.Write(path, [tensor], new Dictionary<string, string>
            {
                [Prompts] = catalogue.Prompts.Fingerprint,
                [Predictor] = catalogue.Predictor ?? "",
                [Content] = Convert.ToHexStringLower(SHA256.HashData(tensor.Bytes.Span)),
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PromptException($"{path}: the prompt catalogue cannot be written: {e.Message}", e);
        }
    }

    public static PromptCatalogue Read(string path, PromptSet prompts, string? predictor)
    {
        try
        {
            using var file = SafetensorsFile.Open(path);
            if (Metadata(Prompts) != prompts.Fingerprint)
                throw new PromptException($"{path}: is the catalogue of other prompts: templates or candidates have changed since it was built.");
            if (predictor is not null && Metadata(Predictor) != predictor)
                throw new PromptException(
                    $"{path}: was built with another caption encoder or model ({Metadata(Predictor)}) than the one in use ({predictor}).");
            var emotions = file[Emotions];
            if (emotions.Type != TensorType.Float32 || !emotions.Shape.SequenceEqual([prompts.Count, 2]))
                throw new PromptException($"{path}: is damaged: {emotions}, expected Float32 [{prompts.Count}, 2].");
            if (Metadata(Content) != Convert.ToHexStringLower(SHA256.HashData(emotions.Bytes.Span)))
                throw new PromptException($"{path}: is damaged: its content does not match the checksum in its header.");
            var points = MemoryMarshal.Cast<float, ValenceArousal>(emotions.ToFloats());
            return new(prompts, points.ToArray(), Metadata(Predictor) is { Length: > 0 } known ? known : null);

            string Metadata(string key) => file.Metadata.TryGetValue(key, out var value)
                ? value
                : throw new PromptException($"{path}: is not a prompt catalogue: its metadata has no '{key}'.");
        }
        catch (WeightFileException e)
        {
            throw new PromptException(e.Message, e);
        }
    }
}
