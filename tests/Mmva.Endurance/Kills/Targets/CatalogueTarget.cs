using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Mmva.Endurance.Kills.Children;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Kills.Targets;

/// <summary>The catalogue of the points of all prompts, in parts.</summary>
internal sealed class CatalogueTarget() : KillTarget("catalogue")
{
    private int _done;

    public override Task BeginAsync(string folder)
    {
        _done = 0;
        return Task.CompletedTask;
    }

    public override ProcessStartInfo Start(string folder) => BuiltProgram.Self(CatalogueChild.Name, folder);

    public override Task<string?> CheckKilledAsync(string folder, IReadOnlyList<string> lines)
    {
        var done = lines.Where(line => line.StartsWith("done ", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).ToList();
        var wrong = done.Count > 0 && done[0] < _done ? $"it resumed at {done[0]} prompts, though {_done} had been kept"
            : done.Count == 0 && _done > 0 && Directory.GetFiles(folder).Length == 0 ? "the unfinished catalogue is gone" : null;
        if (done.Count > 0) _done = done[^1];
        return Task.FromResult(wrong);
    }

    public override Task<string> StateAsync(string folder) => Task.FromResult(string.Join(
        '\n', Directory.GetFiles(folder).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")));
}
