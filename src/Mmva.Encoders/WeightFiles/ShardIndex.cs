using System.Text.Json;
using System.Text.RegularExpressions;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Weights that are spread over several files, with an index that says which lies where (<c>model.safetensors.index.json</c>).</summary>
internal static partial class ShardIndex
{
    private const long MaxBytes = 64 << 20;

    public static bool IsShard(string path) => ShardName().IsMatch(Path.GetFileName(path));

    /// <exception cref="WeightFileException">The file is one of several shards.</exception>
    public static void RefuseSingleShard(string path)
    {
        var match = ShardName().Match(Path.GetFileName(path));
        if (match.Success && int.Parse(match.Groups["of"].ValueSpan) > 1)
            throw new WeightFileException(path, $"is one of {int.Parse(match.Groups["of"].ValueSpan)} shards. Open the folder, or the index beside it (model.safetensors.index.json).");
    }

    /// <exception cref="WeightFileException">The index is damaged or names files outside its folder, or a shard is missing, damaged or without its tensors.</exception>
    public static ModelWeights Open(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var places = Read(path);
        var names = places.Values.Distinct().Order(StringComparer.Ordinal).ToArray();
        if (names.FirstOrDefault(n => Path.GetFileName(n) != n || n is "" or "." or ".." || n.AsSpan().ContainsAny('/', '\\', ':')) is { } outside)
            throw new WeightFileException(path, $"names the shard '{outside}'; only files beside the index are opened.");
        if (names.Where(n => !File.Exists(Path.Combine(folder, n))).ToArray() is { Length: > 0 } absent)
            throw new WeightFileException(path, $"the weights are incomplete: {absent.Length} of {names.Length} shards are missing ({string.Join(", ", absent)}). Download them into the same folder.");

        var shards = new Dictionary<string, ModelWeights>();
        try
        {
            foreach (var name in names) shards[name] = OpenShard(Path.Combine(folder, name));
            var lost = places.Where(p => !shards[p.Value].Tensors.ContainsKey(p.Key)).Select(p => $"{p.Key} (in {p.Value})").ToArray();
            if (lost.Length > 0) throw new WeightFileException(path, $"the weights are incomplete: {lost.Length} tensors are not in the shard that the index names: {string.Join(", ", lost)}.");
            var strays = names.SelectMany(n => shards[n].Tensors.Keys.Where(key => places.GetValueOrDefault(key) != n).Select(key => $"{key} (in {n})")).ToArray();
            if (strays.Length > 0) throw new WeightFileException(path, $"index and shards are not of the same model: {strays.Length} tensors are not where the index says, or not in it: {string.Join(", ", strays)}.");
            return new(path, places.ToDictionary(p => p.Key, p => shards[p.Value].Tensors[p.Key]), [.. shards.Values]);
        }
        catch
        {
            foreach (var shard in shards.Values) shard.Dispose();
            throw;
        }
    }

    private static ModelWeights OpenShard(string path) => WeightFileKinds.Of(path) == WeightFileKind.ShardIndex
        ? throw new WeightFileException(path, "is an index where a shard is due.")
        : ModelWeights.OpenFile(path);

    private static Dictionary<string, string> Read(string path)
    {
        if (RegularFile.LengthOf(path) > MaxBytes) throw new WeightFileException(path, $"an index of shards takes {MaxBytes} bytes at most.");
        var places = new Dictionary<string, string>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 16 });
            foreach (var entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
                if (!places.TryAdd(entry.Name, entry.Value.GetString() ?? ""))
                    throw new WeightFileException(path, $"the tensor '{entry.Name}' occurs twice in the index.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new WeightFileException(path, $"is JSON or begins like it, but not an index of shards: an object 'weight_map' from tensor to file name is due ({e.Message})", e);
        }
        return places.Count > 0 ? places : throw new WeightFileException(path, "the index names no tensors.");
    }

    [GeneratedRegex(@"-\d{5}-of-(?<of>\d{5})\.(safetensors|bin|pt)$", RegexOptions.CultureInvariant)]
    private static partial Regex ShardName();
}
