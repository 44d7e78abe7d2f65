using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Mmva.Endurance.Kills.Children;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Kills.Targets;

/// <summary>Files of a model from a slow server of this machine: two with known checksums, one of which nothing is known.</summary>
internal sealed class DownloadTarget() : KillTarget("download")
{
    private const int FileCount = 3, FileBytes = 400_000;

    private readonly Dictionary<string, byte[]> _files = [];
    private readonly List<string> _words = [];
    private SlowServer? _server;

    public override async Task PrepareAsync(string shared, CancellationToken cancellationToken)
    {
        var random = new Random(3);
        for (var i = 0; i < FileCount; i++)
        {
            var bytes = new byte[FileBytes + i];
            random.NextBytes(bytes);
            _files[$"part-{i}.bin"] = bytes;
            _words.Add(i == 0 ? "part-0.bin" : $"part-{i}.bin:{bytes.Length}:{Convert.ToHexStringLower(SHA256.HashData(bytes))}");
        }
        _server = await SlowServer.StartAsync(_files, random);
    }

    public override ProcessStartInfo Start(string folder) => BuiltProgram.Self([DownloadChild.Name, folder, _server!.Address.ToString(), .. _words]);

    // the bytes that were reported are kept, and are those of the file
    public override Task<string?> CheckKilledAsync(string folder, IReadOnlyList<string> lines)
    {
        foreach (var (name, bytes) in _files)
        {
            var path = PathOf(folder, name);
            if (File.Exists(path))
            {
                if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return Task.FromResult<string?>($"{name} is not the file");
                continue;
            }
            var received = lines.Where(line => line.StartsWith($"received {name} ", StringComparison.Ordinal))
                .Select(line => long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
            var kept = File.Exists(path + ".part") ? File.ReadAllBytes(path + ".part") : [];
            if (kept.Length < received) return Task.FromResult<string?>($"{received} bytes of {name} were received, {kept.Length} are kept");
            if (!bytes.AsSpan().StartsWith(kept)) return Task.FromResult<string?>($"the part of {name} is not that of the file");
        }
        return Task.FromResult<string?>(null);
    }

    public override Task<string> StateAsync(string folder)
    {
        var model = Path.GetDirectoryName(PathOf(folder, "x"))!;
        return Task.FromResult(string.Join('\n', Directory.GetFiles(model).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")));
    }

    public override ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    private static string PathOf(string folder, string name)
    {
        using var hub = new Mmva.Encoders.ModelHub(new() { CacheFolder = folder });
        return Path.Combine(hub.FolderOf(DownloadChild.Repository, DownloadChild.Revision), name);
    }
}
