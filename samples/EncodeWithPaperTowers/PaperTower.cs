namespace EncodeWithPaperTowers;

/// <summary>A tower of the paper: where it is published, under which license, and what of it is needed.</summary>
internal sealed record PaperTower(string Name, string Repository, string License, string Modality, string Weights, params string[] Others)
{
    public static readonly PaperTower Clip = new("clip-vit-base-patch32", "openai/clip-vit-base-patch32", "MIT", "pictures", "pytorch_model.bin", "config.json", "preprocessor_config.json");

    public static readonly PaperTower Mert = new("MERT-v1-95M", "m-a-p/MERT-v1-95M", "CC-BY-NC-4.0, not for commercial use", "music", "pytorch_model.bin", "config.json", "preprocessor_config.json");

    public static readonly PaperTower Roberta = new("roberta-base", "FacebookAI/roberta-base", "MIT", "captions", "model.safetensors", "config.json", "vocab.json", "merges.txt");

    public static readonly IReadOnlyList<PaperTower> All = [Clip, Mert, Roberta];

    /// <summary>The small files first: a mistake shows before the weights are fetched.</summary>
    public IEnumerable<string> Files => [.. Others, Weights];

    public string FolderIn(string folder) => Path.Combine(folder, Name);

    /// <summary>Whether there is a configuration and something that could be weights, in whatever form; loading finds out the rest.</summary>
    public bool IsIn(string folder)
    {
        var own = FolderIn(folder);
        return File.Exists(Path.Combine(own, "config.json")) && (Directory.EnumerateFiles(own, "*.safetensors").Any() || Directory.EnumerateFiles(own, "*.bin").Any());
    }
}
