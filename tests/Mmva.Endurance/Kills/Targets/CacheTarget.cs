using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Mmva.Data;
using Mmva.Endurance.Kills.Children;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Kills.Targets;

/// <summary>Features of texts in a cache folder.</summary>
internal sealed class CacheTarget() : KillTarget("cache")
{
    // what may still be in memory: a file of the cache that is not full yet, and a batch
    private const int Unkept = CacheChild.ShardSize + CacheChild.BatchSize;

    public override ProcessStartInfo Start(string folder) => BuiltProgram.Self(CacheChild.Name, folder);

    public override Task<string?> CheckKilledAsync(string folder, IReadOnlyList<string> lines)
    {
        // the cache deletes what nobody has written to for an hour
        foreach (var file in Directory.GetFiles(folder, "*.tmp")) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-2));
        var done = lines.Where(line => line.StartsWith("done ", StringComparison.Ordinal)).Select(line => Number(line, 1)).DefaultIfEmpty(0).Max();
        var kept = Rows(folder).Count;
        if (kept < done - Unkept) return Task.FromResult<string?>($"{done} texts were done, {kept} are kept");
        var (files, readable) = (Directory.GetFiles(folder, "*.features").Length, Directory.GetFiles(folder, "*.features").Count(IsWhole));
        return Task.FromResult(files == readable ? null : $"{files - readable} files of the cache are half-written");
    }

    public override Task<string> StateAsync(string folder) => Task.FromResult(string.Join('\n', Rows(folder)));

    private static int Number(string line, int word) => int.Parse(line.Split(' ')[word], CultureInfo.InvariantCulture);

    private static bool IsWhole(string path)
    {
        try
        {
            using var file = WeightFiles.SafetensorsFile.Open(path);
            return true;
        }
        catch (WeightFiles.WeightFileException)
        {
            return false;
        }
    }

    private static List<string> Rows(string folder)
    {
        using var set = new FeatureCache(CacheChild.OptionsOf(folder)).Open(new SlowTextEncoder().Metadata);
        return [.. Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(MemoryMarshal.AsBytes(set.Features[i].Span)))];
    }
}
