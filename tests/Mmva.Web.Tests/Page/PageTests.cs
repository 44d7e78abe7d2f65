using Microsoft.Playwright;
using Mmva.TestSupport;

namespace Mmva.Web.Tests.Page;

[Collection(DemoServer.Name)]
public sealed class PageTests(WebServer server, Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly List<string> _complaints = [];

    public Task InitializeAsync() => server.ReadLibraryAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task A_photo_gets_its_dot_its_tracks_and_a_prompt_to_copy()
    {
        var page = await OpenAsync();
        await page.Locator("#progress-text").GetByText("8 tracks from the demo library").WaitForAsync();
        (await page.Locator("#place").IsVisibleAsync()).Should().BeFalse();

        await page.SetInputFilesAsync("#file", Photo("my photo.jpg"));

        await page.Locator("#list li").Nth(7).WaitForAsync();
        (await page.Locator("#list li").CountAsync()).Should().Be(8);
        (await page.Locator("#matches g").CountAsync()).Should().Be(8);
        (await page.Locator("#status").InnerTextAsync()).Should().MatchRegex(@"^my photo\.jpg: valence 0\.\d\d, arousal 0\.\d\d: .*\. Best match: ");
        (await page.Locator("#preview").IsVisibleAsync()).Should().BeTrue();
        (await page.Locator("#error").IsVisibleAsync()).Should().BeFalse();
        var (dot, field) = (await page.Locator("#place .core").BoundingBoxAsync(), await page.Locator("#plane .field").BoundingBoxAsync());
        (dot!.X >= field!.X && dot.Y >= field.Y && dot.X + dot.Width <= field.X + field.Width && dot.Y + dot.Height <= field.Y + field.Height)
            .Should().BeTrue("it lies on the plane");

        var answer = await WebServer.JsonAsync(await server.PostAsync(Photo("my photo.jpg").Buffer));
        (await page.Locator("#prompt").InnerTextAsync()).Should().NotBeEmpty()
            .And.Be(answer.GetProperty("prompts")[0].GetProperty("text").GetString());
        await page.Locator("#copy").ClickAsync();
        await page.UntilAsync("document.getElementById('copied').textContent !== ''");
        _complaints.Should().BeEmpty();
    }

    [SkippableFact]
    public async Task Tracks_play_one_at_a_time()
    {
        var page = await OpenAsync();
        await page.SetInputFilesAsync("#file", Photo("photo.jpg"));
        await page.Locator("#list li").Nth(7).WaitForAsync();

        await page.Locator("#matches [data-rank='1']").ClickAsync();
        await page.UntilAsync("document.querySelector('#list audio').duration > 6 && document.querySelector('#list audio').currentTime > 0.2");
        await page.Locator("#matches [data-rank='5']").ClickAsync();
        await page.UntilAsync("document.querySelectorAll('#list audio')[4].currentTime > 0");
        // not only paused: a paused player keeps one of the page's six connections
        await page.UntilAsync("document.querySelector('#list audio').paused && document.querySelector('#list audio').currentTime === 0");
        _complaints.Should().BeEmpty();
    }

    [SkippableFact]
    public async Task What_is_no_photo_is_explained_and_the_next_one_is_taken()
    {
        var page = await OpenAsync();
        await page.SetInputFilesAsync("#file",
            new FilePayload { Name = "<b>bold.jpg", MimeType = "image/jpeg", Buffer = "<script>alert(1)</script>"u8.ToArray() });

        await page.Locator("#error").WaitForAsync();
        (await page.Locator("#error").InnerTextAsync()).Should().Be("<b>bold.jpg: is not a supported image (JPEG, PNG, WebP, GIF, BMP).");
        (await page.Locator("#place").IsVisibleAsync()).Should().BeFalse();

        using var folder = new TemporaryFolder();
        var large = Path.Combine(folder.Path, "large.jpg");
        using (var file = File.Create(large)) file.SetLength((100 << 20) + 1);
        await page.SetInputFilesAsync("#file", large);
        await page.Locator("#error").GetByText("large.jpg has 104.9 MB; at most 104.9 MB are taken.").WaitForAsync();

        await page.SetInputFilesAsync("#file", Photo("good.jpg"));
        await page.Locator("#place").WaitForAsync();
        (await page.Locator("#error").IsVisibleAsync()).Should().BeFalse();

        await page.SetInputFilesAsync("#file",
            new FilePayload { Name = "cut.jpg", MimeType = "image/jpeg", Buffer = Photo("good.jpg").Buffer[..^500] });
        await page.Locator("#error").GetByText("cut.jpg: is truncated").WaitForAsync();
        (await page.Locator("#place").IsVisibleAsync()).Should().BeFalse("that was the place of another photo");
        (await page.Locator("#list li").CountAsync()).Should().Be(0);
    }

    [SkippableFact]
    public async Task Words_and_photos_that_are_dropped_or_pasted_work_too()
    {
        var page = await OpenAsync();
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.id")).Should().Be("file");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("a quiet <i>morning</i> by the sea");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#status").GetByText("a quiet <i>morning</i> by the sea: valence").WaitForAsync();

        foreach (var kind in new[] { "drop", "paste" })
        {
            await page.EvaluateAsync(
                """
                async ([kind, base64]) => {
                    const transfer = new DataTransfer();
                    transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], `${kind}.jpg`, { type: 'image/jpeg' }));
                    document.body.dispatchEvent(kind === 'drop'
                        ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
                        : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
                }
                """, new[] { kind, Convert.ToBase64String(Photo(kind).Buffer) });
            await page.Locator("#status").GetByText($"{kind}.jpg: valence").WaitForAsync();
        }
        _complaints.Should().BeEmpty();
    }

    [SkippableTheory]
    [InlineData(0.5, 0.5, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0.4, 0.02)]
    public async Task Numbers_of_tracks_that_feel_the_same_do_not_hide_each_other(double valence, double arousal, double apart)
    {
        var page = await OpenAsync();
        var tracks = Enumerable.Range(0, 8)
            .Select(i => new { id = $"{i}", name = $"track {i}", valence, arousal = arousal + i * apart, similarity = 1 });
        await page.RouteAsync("**/api/tracks/*", route => route.AbortAsync());
        await page.RouteAsync("**/api/texts?*", route =>
            route.FulfillAsync(new() { Json = new { name = "x", valence, arousal, notices = Array.Empty<string>(), tracks,
            prompts = Array.Empty<string>() } }));
        await page.FillAsync("#text", "x");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#matches g").Nth(7).WaitForAsync();

        var field = (await page.Locator("#plane .field").BoundingBoxAsync())!;
        var numbers = (await Task.WhenAll(Enumerable.Range(0, 8).Select(i => page.Locator("#matches circle").Nth(i).BoundingBoxAsync())))
            .Select(box => box!).ToList();
        for (var i = 0; i < numbers.Count; i++)
        {
            numbers[i].X.Should().BeInRange(field.X - 1, field.X + field.Width - numbers[i].Width + 1);
            numbers[i].Y.Should().BeInRange(field.Y - 1, field.Y + field.Height - numbers[i].Height + 1);
            for (var j = 0; j < i; j++) double.Hypot(numbers[i].X - numbers[j].X, numbers[i].Y - numbers[j].Y)
                .Should().BeGreaterThanOrEqualTo(numbers[i].Width, $"of {i} and {j}");
        }
    }

    [SkippableTheory]
    [InlineData(1200)]
    [InlineData(390)]
    public async Task Nothing_sticks_out_at_any_width(int width)
    {
        var page = await OpenAsync(width);
        await page.SetInputFilesAsync("#file", Photo(new string('x', 90) + ".jpg"));
        await page.Locator("#list li").First.WaitForAsync();

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width);
    }

    // whatever the browser complains of, and whatever is asked of another server, is remembered
    private async Task<IPage> OpenAsync(int width = 1200)
    {
        var page = await browser.OpenAsync(width);
        var address = server.Client.BaseAddress!.ToString();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") _complaints.Add(message.Text); };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
            { if (!request.Url.StartsWith(address) && !request.Url.StartsWith("blob:")) _complaints.Add("asked " + request.Url); };
        await page.GotoAsync(address);
        return page;
    }

    private static FilePayload Photo(string name) => new() { Name = name, MimeType = "image/jpeg", Buffer = Pictures.Photo(name.Length) };
}
