using System.Globalization;
using System.Text.Json;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Weights that are spread over several files, with an index from tensor to file (<c>model.safetensors.index.json</c>).</summary>
internal static class ShardIndex
{
    private const long MaxBytes = 64 << 20;

    public static bool IsShard(string path) => ShardsOf(path) is not null;

    /// <exception cref="WeightFileException">The file is one of several shards.</exception>
    public static void RefuseSingleShard(string path)
    {
        if (ShardsOf(path) is > 1 and var count)
            throw new WeightFileException(
                path, $"is one of {count} shards. Open the folder, or the index next to it (model.safetensors.index.json).");
    }

    /// <exception cref="WeightFileException">
    /// The index is damaged or names files outside its folder, or a shard is missing, damaged or without its tensors.
    /// </exception>
    public static ModelWeights Open(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var fileOf = Read(path);
        var names = fileOf.Values.Distinct().Order(StringComparer.Ordinal).ToArray();
        if (names.FirstOrDefault(n => Path.GetFileName(n) != n || n is "" or "." or ".." || n.AsSpan().ContainsAny('/', '\\', ':')) is { } outside)
            throw new WeightFileException(path, $"names the shard '{outside}'; only files next to the index are opened.");
        if (names.Where(n => !File.Exists(Path.Combine(folder, n))).ToArray() is { Length: > 0 } absent)
            throw new WeightFileException(
                path,
                $"the weights are incomplete: {absent.Length} of {names.Length} shards are missing ({string.Join(", ", absent)}). "
                + "Download them into the same folder.");

        var shards = new Dictionary<string, ModelWeights>();
        try
        {
            foreach (var name in names) shards[name] = OpenShard(Path.Combine(folder, name));
            Verify(path, fileOf, shards);
            return new(path, fileOf.ToDictionary(p => p.Key, p => shards[p.Value].Tensors[p.Key]), [.. shards.Values]);
        }
        catch
        {
            foreach (var shard in shards.Values) shard.Dispose();
            throw;
        }
    }

    private static void Verify(string path, Dictionary<string, string> fileOf, Dictionary<string, ModelWeights> shards)
    {
        var lost = fileOf.Where(p => !shards[p.Value].Tensors.ContainsKey(p.Key)).Select(p => $"{p.Key} (in {p.Value})").ToArray();
        if (lost.Length > 0)
            throw new WeightFileException(
                path, $"the weights are incomplete: {lost.Length} tensors are not in the shard that the index names: {string.Join(", ", lost)}.");
        var strays = shards.SelectMany(
            s => s.Value.Tensors.Keys.Where(key => fileOf.GetValueOrDefault(key) != s.Key).Select(key => $"{key} (in {s.Key})")).ToArray();
        if (strays.Length > 0)
            throw new WeightFileException(
                path,
                $"index and shards do not belong to the same model: {strays.Length} tensors are in another shard than the index says, "
                + $"or not in the index: {string.Join(", ", strays)}.");
    }

    private static ModelWeights OpenShard(string path) => WeightFileKinds.Of(path) == WeightFileKind.ShardIndex
        ? throw new WeightFileException(path, "is an index where a shard is required.")
        : ModelWeights.OpenFile(path);

    private static Dictionary<string, string> Read(string path)
    {
        var fileOf = new Dictionary<string, string>();
        try
        {
            using var document = JsonDocument.Parse(ModelFile.ReadAllBytes(path, MaxBytes), new JsonDocumentOptions { MaxDepth = 16 });
            foreach (var entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
                if (!fileOf.TryAdd(entry.Name, entry.Value.GetString() ?? ""))
                    throw new WeightFileException(path, $"the tensor '{entry.Name}' occurs twice in the index.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new WeightFileException(
                path,
                $"is JSON or begins like it, but not an index of shards: an object 'weight_map' from tensor to file name is required ({e.Message})",
                e);
        }
        return fileOf.Count > 0 ? fileOf : throw new WeightFileException(path, "the index names no tensors.");
    }

    // NAME-00001-of-00002.safetensors has 2; null for another name. A regular expression would load 1 MB of code.
    private static int? ShardsOf(string path)
    {
        const string between = "-of-";
        const int digits = 5;
        if (Path.GetExtension(path) is not (".safetensors" or ".bin" or ".pt")) return null;
        var name = Path.GetFileNameWithoutExtension(path.AsSpan());
        if (name.Length < 1 + digits + between.Length + digits) return null;
        var end = name[^(1 + digits + between.Length + digits)..];
        var index = end[1..(1 + digits)];
        var count = end[^digits..];
        return end[0] == '-' && end[(1 + digits)..].StartsWith(between) && !index.ContainsAnyExceptInRange('0', '9')
            && !count.ContainsAnyExceptInRange('0', '9') ? int.Parse(count, CultureInfo.InvariantCulture) : null;
    }
}
