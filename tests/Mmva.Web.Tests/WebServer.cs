using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mmva.Web.Tests;

/// <summary>The sample as a user starts it: a process of its own on a free port. What it writes to the temporary folder is counted.</summary>
public sealed partial class WebServer : IAsyncLifetime, IDisposable
{
    /// <summary>After which something hangs, however slow the machine.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _temporary = new();
    private readonly string[] _arguments;
    private readonly (string Name, string Value)[] _settings;
    private readonly StringBuilder _errors = new();
    private Process? _process;

    public WebServer() : this(null) { }

    internal WebServer(string? musicFolder, params (string Name, string Value)[] settings) =>
        (_arguments, _settings) = (musicFolder is null ? [] : ["--music", musicFolder], settings);

    public HttpClient Client { get; } = new() { Timeout = Limit };

    internal Process Process => _process!;

    internal string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    public async Task InitializeAsync()
    {
        _process = Start(_temporary.Path, [.. _arguments, "--cache", "none", "--urls", "http://127.0.0.1:0"], _settings);
        using var timeout = new CancellationTokenSource(Limit);
        var line = await _process.StandardOutput.ReadLineAsync(timeout.Token);
        if (line is null)
            throw new InvalidOperationException("The server did not start: " + await _process.StandardError.ReadToEndAsync(timeout.Token));
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        Client.BaseAddress = new Uri(Address().Match(line).Value);
    }

    /// <summary>Waits until all music has been read.</summary>
    internal async Task<JsonElement> ReadLibraryAsync()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Limit; await Task.Delay(100))
            if (await JsonAsync(await Client.GetAsync("/api/library")) is var library && !library.GetProperty("reading").GetBoolean()) return library;
        throw new TimeoutException("The music was not read in time.");
    }

    /// <summary>Sends bytes as they are.</summary>
    internal Task<HttpResponseMessage> PostAsync(byte[] body, string type = "application/octet-stream", CancellationToken cancellationToken = default)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Client.PostAsync("/api/images", content, cancellationToken);
    }

    /// <summary>The files in the program's temporary folder.</summary>
    internal string[] TemporaryFiles() => Directory.GetFiles(_temporary.Path, "*", SearchOption.AllDirectories);

    /// <summary>Ends the program as a service manager does. Not by SIGINT, which processes started in the background ignore.</summary>
    internal async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"])) await kill.WaitForExitAsync();
        using var timeout = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    // the test framework asks for both ways of disposal
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        Client.Dispose();
        _temporary.Dispose();
    }

    /// <summary>Starts the program with its output redirected.</summary>
    internal static Process Start(string temporaryFolder, string[] arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Web.dll"), .. arguments])
        {
            WorkingDirectory = temporaryFolder, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporaryFolder, ["DOTNET_EnableDiagnostics"] = "0" },
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return document.RootElement.Clone();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
