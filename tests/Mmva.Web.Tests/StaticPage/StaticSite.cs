using Microsoft.Playwright;
using Mmva.TestSupport;
using Mmva.Web.Tests.Page;

namespace Mmva.Web.Tests.StaticPage;

/// <summary>
/// The page of samples/Browser, written by the program and served by a plain file host in a subfolder, to a browser without a network.
/// </summary>
public sealed class StaticSite : IAsyncLifetime
{
    private const string Subfolder = "/pages/mmva/";

    private readonly TemporaryFolder _folder = new();
    private readonly Page.Browser _browser = new();
    private LoopbackServer? _server;
    private string? _missing;

    internal string Address => $"{_server!.Address.ToString().TrimEnd('/')}{Subfolder}";

    internal string Folder => Path.Combine(_folder.Path, "host", "mmva");

    /// <summary>Where the download of ONNX Runtime is kept between runs.</summary>
    internal static (string Name, string Value) Cache => ("XDG_CACHE_HOME", GoldenFiles.Repository("artifacts", "cache"));

    /// <summary>What the browser complained of, and what it asked of others than this host or otherwise than by GET.</summary>
    internal List<string> Complaints { get; } = [];

    public async Task InitializeAsync()
    {
        await _browser.InitializeAsync();
        if (!_browser.IsThere) return;
        var (exitCode, _, errors) = await SampleProgram.RunAsync("Browser", _folder.Path, "", [Folder], Cache);
        if (exitCode == 1 && errors.Contains("cannot be downloaded", StringComparison.Ordinal)) _missing = errors;
        else if (exitCode != 0) throw new InvalidOperationException(errors);
        _server = new LoopbackServer(Answer);
    }

    /// <summary>Opens the page for a new user.</summary>
    internal async Task<IPage> OpenAsync(int width = 1200)
    {
        var page = await _browser.OpenAsync(width);
        Skip.IfNot(_missing is null, _missing);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Complain(message.Text);
        };
        page.PageError += (_, error) => Complain(error);
        await page.Context.RouteAsync("**/*", async route =>
        {
            if (route.Request.Url.StartsWith(Address, StringComparison.Ordinal) && route.Request.Method == "GET") await route.ContinueAsync();
            else
            {
                Complain($"{route.Request.Method} {route.Request.Url}");
                await route.AbortAsync();
            }
        });
        await page.GotoAsync(Address);
        return page;
    }

    /// <summary>Drops files on the page, and waits until all are answered.</summary>
    /// <returns>Points by name; files that failed have none.</returns>
    internal static async Task<Dictionary<string, ValenceArousal>> DropAsync(IPage page, params (string Name, byte[] Bytes)[] files)
    {
        var before = await page.EvaluateAsync<int>("document.querySelectorAll('ol li').length");
        await page.EvaluateAsync(
            """
            files => {
                const transfer = new DataTransfer();
                for (const [name, base64] of files) transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name));
                document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """, files.Select(file => new[] { file.Name, Convert.ToBase64String(file.Bytes) }).ToArray());
        return await AnswersAsync(page, before + files.Length);
    }

    /// <summary>Waits until so many files are answered or refused.</summary>
    internal static async Task<Dictionary<string, ValenceArousal>> AnswersAsync(IPage page, int files)
    {
        await page.UntilAsync($"document.querySelectorAll('ol .done, ol .failed, #refused li').length >= {files}");
        var answers = await page.EvaluateAsync<string[][]>(
            """
            [...document.querySelectorAll('ol .done')]
                .map(card => [card.querySelector('.name').textContent, card.dataset.valence, card.dataset.arousal])
            """);
        return answers.ToDictionary(answer => answer[0], answer => new ValenceArousal(float.Parse(answer[1]), float.Parse(answer[2])));
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _server?.Dispose();
        _folder.Dispose();
    }

    private void Complain(string complaint)
    {
        lock (Complaints) Complaints.Add(complaint);
    }

    // nothing but types by extension, as the simplest hosts
    private LoopbackServer.Answer Answer(LoopbackServer.Request request)
    {
        if (!request.Path.StartsWith(Subfolder, StringComparison.Ordinal)) return new(404, "");
        var path = Path.Combine(Folder, request.Path == Subfolder ? "index.html" : request.Path[Subfolder.Length..]);
        if (!File.Exists(path)) return new(404, "");
        var type = Path.GetExtension(path) switch
        {
            ".html" => "text/html", ".js" => "text/javascript", ".css" => "text/css", ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        return new(200, File.ReadAllBytes(path), ("Content-Type", type));
    }
}
