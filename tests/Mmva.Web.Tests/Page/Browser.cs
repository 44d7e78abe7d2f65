using Microsoft.Playwright;

namespace Mmva.Web.Tests.Page;

/// <summary>The system's Chromium, which reaches this machine only; tests are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Whether there is a browser.</summary>
    internal bool IsThere => _browser is not null;

    public async Task InitializeAsync()
    {
        if (Find() is not { } program) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Headless = true,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--mute-audio", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"] });
    }

    /// <summary>A page of a user's own: nothing is shared with others.</summary>
    public async Task<IPage> OpenAsync(int width)
    {
        Skip.If(_browser is null, $"none of {string.Join(", ", Names)} is on PATH: apt-get install chromium");
        var page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        page.SetDefaultTimeout((float)WebServer.Limit.TotalMilliseconds);
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(_ => Names, Path.Combine).FirstOrDefault(File.Exists);
}
