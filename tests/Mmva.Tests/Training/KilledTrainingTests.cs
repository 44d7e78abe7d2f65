using System.Diagnostics;

namespace Mmva.Tests.Training;

/// <summary>Kills processes that train, at random moments: within steps and while a checkpoint is written.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Epochs = 60;

    // for a long run: MMVA_KILLS=40
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("MMVA_KILLS") ?? "4");

    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-killed").FullName;

    private string Checkpoint => Path.Combine(_folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_killed_at_random_moments_ends_with_the_same_bits()
    {
        var expected = Path.Combine(_folder, "whole.safetensors");
        Finish(Start(Path.Combine(_folder, "whole.checkpoint"), expected));

        var (result, random) = (Path.Combine(_folder, "killed.safetensors"), new Random(5));
        int kills = 0, rounds = 0, halfWritten = 0;
        var resumedAt = new HashSet<string>();
        while (kills < Kills)
        {
            // a run that was faster than its killers begins again
            if (File.Exists(result))
            {
                SameBits(expected, result);
                File.Delete(result);
                File.Delete(Checkpoint);
                (++rounds).Should().BeLessThan(50);
            }
            using var process = Start(Checkpoint, result);
            resumedAt.Add(process.StandardOutput.ReadLine()!);
            // every process ends at least one epoch, so that the run goes on
            for (var lines = random.Next(2, 5); lines > 0 && process.StandardOutput.ReadLine() is not null; lines--) { }
            if (kills % 2 == 0) Thread.Sleep(random.Next(20));
            else WaitForCheckpoint(process);
            process.Kill();
            process.WaitForExit();
            if (process.ExitCode != 0) kills++;
            var leftovers = Directory.GetFiles(_folder, "*.tmp").Length;
            leftovers.Should().BeLessThanOrEqualTo(1, "the next run deletes what a killed one was writing");
            halfWritten += leftovers;
        }
        if (!File.Exists(result)) Finish(Start(Checkpoint, result));

        SameBits(expected, result);
        resumedAt.Should().HaveCountGreaterThan(Kills / 4, "killed runs should resume where they were killed");
        if (Kills >= 30) halfWritten.Should().BePositive("some kills should hit a checkpoint that is being written");
    }

    // until the process begins to write another checkpoint
    private void WaitForCheckpoint(Process process)
    {
        var before = Directory.GetFiles(_folder, "*.tmp").ToHashSet();
        while (!process.HasExited && before.IsSupersetOf(Directory.GetFiles(_folder, "*.tmp")))
        {
        }
    }

    [SkippableFact]
    public void A_checkpoint_that_does_not_fit_on_the_disk_keeps_the_last_one()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "limits the size of files as Linux does");
        var result = Path.Combine(_folder, "model.safetensors");
        using (var killed = Start(Checkpoint, result))
        {
            while (!File.Exists(Checkpoint)) Thread.Sleep(1);
            killed.Kill();
            killed.WaitForExit();
        }
        var before = File.ReadAllBytes(Checkpoint);

        // a shell limits the size of files to less than a checkpoint; the runtime's own memory is such a file unless that is turned off
        string[] limited = ["-c", "trap '' XFSZ; ulimit -f 100; exec dotnet \"$@\"", "sh", Program, Checkpoint, result, $"{Epochs}"];
        using var process = Process.Start(new ProcessStartInfo("sh", limited)
        {
            RedirectStandardOutput = true, Environment = { ["DOTNET_EnableWriteXorExecute"] = "0" },
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        process.ExitCode.Should().Be(1, output);
        output.Should().Contain($"{Checkpoint}: cannot be written:");
        Directory.GetFiles(_folder).Should().Equal(Checkpoint);
        File.ReadAllBytes(Checkpoint).Should().Equal(before);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Mmva.TrainingProcess.dll");

    private static Process Start(string checkpoint, string result, int epochs = Epochs) => Process.Start(
        new ProcessStartInfo("dotnet", [Program, checkpoint, result, epochs.ToString()]) { RedirectStandardOutput = true })!;

    private static void Finish(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.Should().Be(0, output);
        }
    }

    private static void SameBits(string expected, string actual) =>
        File.ReadAllBytes(actual).AsSpan().SequenceEqual(File.ReadAllBytes(expected)).Should().BeTrue();
}
