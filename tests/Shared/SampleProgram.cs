using System.Diagnostics;

namespace Mmva.TestSupport;

/// <summary>Runs a sample as a user does: a process of its own, with its output and exit code.</summary>
internal static class SampleProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string name, string folder, params string[] args) =>
        RunAsync(name, folder, "", args);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string name, string folder, string input, string[] args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Binary(name), .. args])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["XDG_CACHE_HOME"] = Path.Combine(Path.GetFullPath(folder), ".cache") }, // nothing from other runs, nothing is left
        };
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Limit);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} {string.Join(' ', args)} did not end within {Limit}.");
        }
    }

    // beside the tests where they refer to the sample; else in its own folder, below which lies what lies below the tests': bin/Release/net10.0
    private static string Binary(string name)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        if (File.Exists(beside)) return beside;
        var tests = GoldenFiles.Repository("tests", typeof(SampleProgram).Assembly.GetName().Name!);
        return Path.Combine(GoldenFiles.Repository("samples", name), Path.GetRelativePath(tests, AppContext.BaseDirectory), name + ".dll");
    }
}
