using System.Text.Json;
using Mmva.WeightFiles;

namespace Mmva.Parity;

/// <summary>One folder of golden files.</summary>
internal sealed record GoldenFolder(string Path)
{
    public string Name { get; } = System.IO.Path.GetFileName(Path.TrimEnd('/', '\\'));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public SafetensorsFile Tensors(string name = "io.safetensors") => SafetensorsFile.Open(File(name));

    public JsonElement Json(string name = "io.json")
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File(name)));
        return document.RootElement.Clone();
    }

    /// <summary>A golden folder itself, or the golden folders inside a folder.</summary>
    public static IEnumerable<GoldenFolder> Expand(string path)
    {
        if (!Directory.Exists(path) || Directory.EnumerateFiles(path, "io.*").Any()) return [new(System.IO.Path.GetFullPath(path))];
        return Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).Select(p => new GoldenFolder(System.IO.Path.GetFullPath(p)));
    }
}
