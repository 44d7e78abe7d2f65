using System.Diagnostics;
using Mmva.TestSupport;

namespace Mmva.CustomEncoders.Tests.Samples;

/// <summary>Runs a sample as a user does: a process of its own, with its output and exit code.</summary>
internal static class SampleProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string name, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Binary(name), .. args])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var timeout = new CancellationTokenSource(Limit);
        try
        {
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

    // its folder below the sample is the tests' own below theirs: bin/Release/net10.0
    private static string Binary(string name)
    {
        var own = Path.GetRelativePath(GoldenFiles.Repository("tests", "Mmva.CustomEncoders.Tests"), AppContext.BaseDirectory);
        return Path.Combine(GoldenFiles.Repository("samples", name), own, name + ".dll");
    }
}
