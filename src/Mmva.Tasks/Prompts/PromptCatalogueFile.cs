using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mmva.WeightFiles;

namespace Mmva.Tasks;

/// <summary>A catalogue as a safetensors file: <c>emotions</c> [prompts, 2] in float32, and the fingerprints of prompts, predictor and content as metadata.</summary>
internal static class PromptCatalogueFile
{
    private const string Emotions = "emotions", Prompts = "prompts", Predictor = "predictor", Content = "sha256";

    public static void Write(string path, PromptCatalogue catalogue)
    {
        var numbers = new float[2 * catalogue.Count];
        for (var i = 0; i < catalogue.Count; i++) (numbers[2 * i], numbers[2 * i + 1]) = (catalogue[i].Valence, catalogue[i].Arousal);
        var tensor = Tensor.FromFloats(Emotions, numbers, catalogue.Count, 2);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            SafetensorsWriter.Write(path, [tensor], new Dictionary<string, string>
            {
                [Prompts] = catalogue.Prompts.Fingerprint, [Predictor] = catalogue.Predictor ?? "", [Content] = Convert.ToHexStringLower(SHA256.HashData(tensor.Bytes.Span)),
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PromptException($"{path}: the catalogue of prompts cannot be written: {e.Message}", e);
        }
    }

    public static PromptCatalogue Read(string path, PromptSet prompts, string? predictor)
    {
        try
        {
            using var file = SafetensorsFile.Open(path);
            string Said(string key) => file.Metadata.TryGetValue(key, out var value) ? value : throw new PromptException($"{path}: is no catalogue of prompts: its metadata has no '{key}'.");
            if (Said(Prompts) != prompts.Fingerprint) throw new PromptException($"{path}: is the catalogue of other prompts: templates or candidates have changed since it was made.");
            if (predictor is not null && Said(Predictor) != predictor)
                throw new PromptException($"{path}: was made with another caption encoder or other heads ({Said(Predictor)}) than are in use ({predictor}).");
            var emotions = file[Emotions];
            if (emotions.Type != TensorType.Float32 || !emotions.Shape.SequenceEqual([prompts.Count, 2])) throw new PromptException($"{path}: is damaged: {emotions} where Float32 [{prompts.Count}, 2] is due.");
            if (Said(Content) != Convert.ToHexStringLower(SHA256.HashData(emotions.Bytes.Span))) throw new PromptException($"{path}: is damaged: its content has another checksum than its header says.");
            var numbers = MemoryMarshal.Cast<float, ValenceArousal>(emotions.ToFloats());
            return new(prompts, numbers.ToArray(), Said(Predictor) is { Length: > 0 } known ? known : null);
        }
        catch (WeightFileException e)
        {
            throw new PromptException(e.Message, e);
        }
    }
}
