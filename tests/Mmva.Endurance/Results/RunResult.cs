using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConsoleProgram;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Results;

/// <summary>The result of a campaign: a file of JSON, a line for each failure, and the exit code.</summary>
internal sealed class RunResult(string command, ulong seed)
{
    private const int MostFailures = 100;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly DateTime _started = DateTime.UtcNow;
    private readonly List<string> _failures = [];
    private long _failureCount;

    /// <summary>What else the file contains.</summary>
    public JsonObject Details { get; } = [];

    public bool Passed => Interlocked.Read(ref _failureCount) == 0;

    public long FailureCount => Interlocked.Read(ref _failureCount);

    /// <summary>Records and prints a failure. Safe to use from several threads at once.</summary>
    public void Fail(string failure)
    {
        if (Interlocked.Increment(ref _failureCount) > MostFailures) return;
        lock (_failures) _failures.Add(failure);
        Console.Error.WriteLine("FAILED " + failure);
    }

    public void Add<T>(string name, T value) => Details[name] = JsonSerializer.SerializeToNode(value, Format);

    /// <summary>Writes the file, if one is asked for, and returns the exit code.</summary>
    public int End(string? path)
    {
        var result = new JsonObject
        {
            ["command"] = command, ["seed"] = seed, ["passed"] = Passed, ["started"] = _started.ToString("u"),
            ["seconds"] = Math.Round((DateTime.UtcNow - _started).TotalSeconds, 1), ["commit"] = Commit(),
            ["processors"] = Environment.ProcessorCount,
            ["failures"] = FailureCount,
        };
        lock (_failures) result["firstFailures"] = JsonSerializer.SerializeToNode(_failures, Format);
        foreach (var (name, value) in Details.ToList())
        {
            Details.Remove(name);
            result[name] = value;
        }
        if (path is not null)
        {
            OutputFile.Write(path, result.ToJsonString(Format) + "\n");
            Console.Error.WriteLine($"results: {path}");
        }
        Console.WriteLine(Passed ? $"{command}: passed" : $"{command}: {FailureCount} failures");
        return Passed ? 0 : 1;
    }

    private static string? Commit()
    {
        try
        {
            string[] arguments = ["-C", BuiltProgram.Repository(), "describe", "--always", "--dirty", "--abbrev=10"];
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var commit = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? commit : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // no git here
        }
    }
}
