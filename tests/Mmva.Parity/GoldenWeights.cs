using Mmva.Encoders;
using Mmva.WeightFiles;

namespace Mmva.Parity;

internal static class GoldenWeights
{
    /// <summary>The same weights in several containers and spellings; of sharded ones the index.</summary>
    /// <exception cref="WeightFileException">There are none.</exception>
    public static IReadOnlyList<string> In(GoldenFolder folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder.Path).Where(IsWeights).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new WeightFileException(folder.Path, "holds no weights.");
    }

    private static bool IsWeights(string path) => Path.GetExtension(path) switch
    {
        ".bin" or ".pt" or ".pth" => !ShardIndex.IsShard(path),
        ".safetensors" => !ShardIndex.IsShard(path) && Path.GetFileName(path) is not ("io.safetensors" or "grads.safetensors"),
        ".json" => path.EndsWith(".index.json", StringComparison.Ordinal),
        _ => false,
    };
}
