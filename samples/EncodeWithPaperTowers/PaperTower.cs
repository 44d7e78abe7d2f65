using System.Text;
using ConsoleProgram;
using Mmva.Encoders;

namespace EncodeWithPaperTowers;

/// <summary>A tower of the paper: where it is published, under which license, and which of its files are needed.</summary>
internal sealed record PaperTower(string Name, string Repository, string License, string Modality, string Weights, params string[] Others)
{
    private const string Preprocessor = "preprocessor_config.json";

    public static readonly PaperTower
        Clip = new("clip-vit-base-patch32", "openai/clip-vit-base-patch32", "MIT", "pictures", "pytorch_model.bin", "config.json", Preprocessor),
        Mert = new(
            "MERT-v1-95M", "m-a-p/MERT-v1-95M", "CC-BY-NC-4.0, not for commercial use", "music", "pytorch_model.bin", "config.json", Preprocessor),
        Roberta = new("roberta-base", "FacebookAI/roberta-base", "MIT", "captions", "model.safetensors", "config.json", "vocab.json", "merges.txt");

    public static readonly IReadOnlyList<PaperTower> All = [Clip, Mert, Roberta];

    // the small files first: a mistake shows before the weights are downloaded
    private IEnumerable<string> Files => [.. Others, Weights];

    public string FolderIn(string folder) => Path.Combine(folder, Name);

    /// <summary>Whether there is a configuration and something that could be weights, in whatever form; loading checks the rest.</summary>
    public bool IsIn(string folder)
    {
        var own = FolderIn(folder);
        return File.Exists(Path.Combine(own, "config.json"))
            && (Directory.EnumerateFiles(own, "*.safetensors").Any() || Directory.EnumerateFiles(own, "*.bin").Any());
    }

    public static async Task DownloadAsync(Arguments given, CancellationToken cancellationToken)
    {
        var cache = Path.GetFullPath(Path.Combine(given.Folder, ".download"));
        using var hub = new ModelHub(new() { BaseAddress = given.Server, CacheFolder = cache });
        var progress = new ConsoleProgress<DownloadProgress>(p =>
            p.BytesTotal is > 0 and var total ? $"  {p.File} {p.BytesDone * 100 / total} %" : $"  {p.File} {p.BytesDone >> 20} MB");
        foreach (var tower in All.Where(tower => !tower.IsIn(given.Folder)))
        {
            Console.Error.WriteLine($"{tower.Repository} at {given.RevisionOf(tower)}, license of the weights: {tower.License}");
            foreach (var file in tower.Files)
            {
                var target = Path.Combine(tower.FolderIn(given.Folder), file);
                if (File.Exists(target)) continue;
                var downloaded = await hub.DownloadAsync(tower.Repository, given.RevisionOf(tower), new HubFile(file), progress, cancellationToken);
                Directory.CreateDirectory(tower.FolderIn(given.Folder));
                File.Move(downloaded, target);
            }
        }
        if (Directory.Exists(cache)) Directory.Delete(cache, recursive: true);
    }

    /// <summary>What to do where weights are missing.</summary>
    public static string HowToFetch(Arguments given, IReadOnlyList<PaperTower> missing)
    {
        var text = new StringBuilder("These towers are missing:\n");
        foreach (var tower in missing)
            text.Append($"  {tower.FolderIn(given.Folder)}: {tower.Name}, for {tower.Modality}, license of the weights: {tower.License}\n");
        text.Append($"""

            Download them (about 1.5 GB for all three) with

              dotnet run -c Release --project samples/EncodeWithPaperTowers -- {Quoted(given.Folder)} --download

            or by hand:


            """);
        foreach (var tower in missing)
            foreach (var file in tower.Files)
                text.Append($"  curl --fail --location --create-dirs --output {Quoted(Path.Combine(tower.FolderIn(given.Folder), file))} ")
                    .Append($"https://huggingface.co/{tower.Repository}/resolve/{given.RevisionOf(tower)}/{file}\n");
        return text.Append("""

            `main` is the newest. A commit never changes: choose one from https://huggingface.co/REPOSITORY/commits/main
            and name it with --revision, as in --revision roberta-base=COMMIT.
            """).ToString();
    }

    private static string Quoted(string path) =>
        path.Any(c => !char.IsLetterOrDigit(c) && !"/\\._-:~".Contains(c, StringComparison.Ordinal)) ? $"\"{path}\"" : path;
}
