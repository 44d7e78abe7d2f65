using Mmva.Fuzz.Engine;
using Mmva.Fuzz.Targets;

namespace Mmva.Fuzz;

/// <summary>Runs one saved input, in this process and without instruments.</summary>
internal static class Replay
{
    public static async Task<int> RunAsync(string file, string? name)
    {
        name ??= Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)))!;
        if (!AllTargets.Names.Contains(name)) throw new ArgumentException($"'{name}' is not a target: name it by --only.");
        var input = await File.ReadAllBytesAsync(file);
        using var target = AllTargets.Find(name);
        target.Scratch = Directory.CreateTempSubdirectory("mmva-fuzz-").FullName;
        try
        {
            target.Start();
            var judge = new Judge(target);
            var finding = judge.Run(input);
            Console.WriteLine($"{name}: {input.Length} bytes, {judge.Microseconds} µs, {judge.Allocated} bytes allocated, "
                + (finding is null ? judge.IsRefused ? "refused as documented" : "read" : $"{finding.Kind}\n{finding.Details}"));
            return finding is null ? 0 : 1;
        }
        finally
        {
            Directory.Delete(target.Scratch, recursive: true);
        }
    }
}
