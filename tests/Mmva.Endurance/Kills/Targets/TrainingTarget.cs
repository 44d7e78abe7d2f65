using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Kills.Targets;

/// <summary>Training with a checkpoint after every epoch: tests/Mmva.TrainingProcess.</summary>
internal sealed class TrainingTarget() : KillTarget("training")
{
    private const int Epochs = 40;

    private int _least;

    public override Task BeginAsync(string folder)
    {
        _least = 0;
        return Task.CompletedTask;
    }

    public override ProcessStartInfo Start(string folder) => BuiltProgram.Start(
        "tests", "Mmva.TrainingProcess", Checkpoint(folder), Result(folder), $"{Epochs}");

    // an epoch is printed before its checkpoint, so that all but the last are in one
    public override Task<string?> CheckKilledAsync(string folder, IReadOnlyList<string> lines)
    {
        var began = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var wrong = began < _least ? $"it resumed at epoch {began}, though epoch {_least} had been kept"
            : Leftovers(folder) > 1 ? "temporary files of earlier kills are left"
            : File.Exists(Result(folder)) && new FileInfo(Result(folder)).Length == 0 ? "the model is empty" : null;
        if (lines.Count > 1) _least = int.Parse(lines[^1].Split(' ')[1], CultureInfo.InvariantCulture) - 1;
        return Task.FromResult(wrong);
    }

    // those of the model are its program's to delete
    public override int Leftovers(string folder) => Directory.GetFiles(folder, Path.GetFileName(Checkpoint(folder)) + ".*.tmp").Length;

    public override Task<string> StateAsync(string folder) =>
        Task.FromResult(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Result(folder)))));

    private static string Checkpoint(string folder) => Path.Combine(folder, "run.checkpoint");

    private static string Result(string folder) => Path.Combine(folder, "model.safetensors");
}
