using System.Diagnostics;
using System.Text.RegularExpressions;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Soak;

/// <summary>samples/Web as a process of its own, on a free port of this machine.</summary>
internal sealed partial class WebProcess : IDisposable
{
    private const int MostErrors = 20;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2), StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly List<string> _errors = [];
    private bool _inError;
    private long _logLines, _errorCount;

    private WebProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Lines of its log.</summary>
    public long LogLines => Interlocked.Read(ref _logLines);

    /// <summary>Entries of its log that are errors: requests that failed in ways it does not know.</summary>
    public long ErrorCount => Interlocked.Read(ref _errorCount);

    /// <summary>The first of them.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors) return [.. _errors];
        }
    }

    public static async Task<WebProcess> StartAsync(string music, string work)
    {
        var start = BuiltProgram.Start("samples", "Web", "--music", music, "--cache", "none", "--urls", "http://127.0.0.1:0");
        start.WorkingDirectory = work;
        start.Environment["TMPDIR"] = work;
        var web = new WebProcess(Process.Start(start)!);
        web._process.ErrorDataReceived += (_, line) => web.Log(line.Data);
        web._process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(StartTimeout);
        var first = await web._process.StandardOutput.ReadLineAsync(timeout.Token)
            ?? throw new MmvaException($"samples/Web did not start: {string.Join('\n', web.Errors)}");
        web.Address = new Uri(HostAndPort().Match(first).Value);
        return web;
    }

    /// <summary>Ends the program as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    // an entry begins with its level; what follows it is indented
    private void Log(string? line)
    {
        if (line is null) return;
        Interlocked.Increment(ref _logLines);
        if (!line.StartsWith(' '))
            _inError = line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal);
        if (!_inError) return;
        if (!line.StartsWith(' ')) Interlocked.Increment(ref _errorCount);
        lock (_errors)
        {
            if (_errors.Count < MostErrors * 10) _errors.Add(line);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex HostAndPort();
}
