using System.Globalization;
using DemoMedia;
using Microsoft.Playwright;
using Mmva.Web.Tests.Page;

namespace Mmva.Web.Tests.StaticPage;

/// <summary>The page as its users meet it.</summary>
[Collection(StaticSiteCollection.Name)]
public sealed class StaticPageTests(StaticSite site)
{
    // writes the picture of the documentation, there cut and with fewer colors: MMVA_SCREENSHOT=page.png dotnet test … --filter StaticPageTests
    private static readonly string? Screenshot = Environment.GetEnvironmentVariable("MMVA_SCREENSHOT");

    [SkippableFact]
    public async Task Photos_and_tracks_are_ranked_chosen_played_and_removed()
    {
        using var folder = new DemoFolder();
        var photos = DemoPictures.Write(folder.Path);
        DemoTracks.Write(folder.Path);
        var tracks = Directory.GetFiles(folder.Path, "*.wav").Order(StringComparer.Ordinal).ToList();
        var page = await site.OpenAsync();
        await page.SetInputFilesAsync("#files", [.. photos, .. tracks]);
        var points = await StaticSite.AnswersAsync(page, photos.Count + tracks.Count);

        // the last photo is chosen, and the tracks are in the order of the library
        var chosen = Path.GetFileName(photos[^1]);
        (await page.Locator("#photos .chosen .name").InnerTextAsync()).Should().Be(chosen);
        await CheckOrderAsync(page, points, chosen, "#tracks");
        (await page.Locator("#marks g").CountAsync()).Should().Be(points.Count);
        if (Screenshot is not null) await page.ScreenshotAsync(new() { Path = Mmva.TestSupport.GoldenFiles.Repository(Screenshot), FullPage = true });

        // a track is chosen by its mark, with the keyboard; the photos are ranked
        var mark = page.Locator("#marks g.track").Nth(2);
        (await mark.GetAttributeAsync("aria-label")).Should().MatchRegex(@"^track 3, .*\.wav: valence 0\.\d\d, arousal 0\.\d\d$");
        await mark.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-pressed')")).Should().Be("true", "it keeps the focus");
        await CheckOrderAsync(page, points, Path.GetFileName(tracks[2]), "#photos");
        (await page.Locator("#status").InnerTextAsync()).Should()
            .MatchRegex(@"^.*\.wav: valence 0\.\d\d, arousal 0\.\d\d: .*\. Best match of .*\.wav: .*\.png\.$");

        // one track plays at a time
        await page.EvaluateAsync("document.querySelector('#tracks audio').play()");
        await page.UntilAsync("document.querySelector('#tracks audio').currentTime > 0");
        await page.EvaluateAsync("document.querySelectorAll('#tracks audio')[1].play()");
        await page.UntilAsync("document.querySelector('#tracks audio').paused");

        await page.GetByRole(AriaRole.Button, new() { Name = $"Remove {chosen}" }).ClickAsync();
        (await page.Locator("#photos li").CountAsync()).Should().Be(photos.Count - 1);
        (await page.Locator("#marks g").CountAsync()).Should().Be(points.Count - 1);
        (await page.EvaluateAsync<string>("document.activeElement.className")).Should().Be("remove", "the focus goes to a neighbor");
        site.Complaints.Should().BeEmpty();
    }

    [SkippableFact]
    public async Task What_cannot_be_read_is_explained_and_the_rest_is_answered()
    {
        var page = await site.OpenAsync();
        var points = await StaticSite.DropAsync(page,
            ("<b>words.txt", "hello"u8.ToArray()), ("empty.jpg", []), ("cut.wav", Tracks.Wav(16_000, 1, 16)[..^30_000]),
            ("noise.jpg", [0xFF, 0xD8, 0xFF, .. new byte[500]]),
            ("bomb.png", Pictures.PngBomb()), ("noise.mp3", [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 0, .. new byte[900]]), ("good.jpg", Pictures.Photo(1)));

        points.Keys.Should().Equal("good.jpg");
        var refused = await page.Locator("#refused li").AllInnerTextsAsync();
        refused.Should().HaveCount(2);
        refused[0].Should().StartWith("<b>words.txt: is not a photo (JPEG, PNG,");
        refused[1].Should().Be("empty.jpg: is empty (0 bytes).");
        await ShouldFailAsync("cut.wav", "is truncated: its WAV header declares 128000 bytes of samples, but the file has only 98000.");
        await ShouldFailAsync("noise.jpg", "is damaged");
        await ShouldFailAsync("bomb.png", "has 100000 × 90000 pixels; at most 256 megapixels can be decoded here.");
        await ShouldFailAsync("noise.mp3", "is damaged or not supported: no sample rate was found in its MP3 or AAC header.");
        site.Complaints.Should().BeEmpty();

        async Task ShouldFailAsync(string name, string reason) =>
            (await page.Locator("li.failed").Filter(new() { HasText = name }).Locator(".va").InnerTextAsync()).Should().StartWith(reason);
    }

    [SkippableTheory]
    [InlineData(1200)]
    [InlineData(390)]
    public async Task Nothing_sticks_out_at_any_width(int width)
    {
        var page = await site.OpenAsync(width);
        await StaticSite.DropAsync(
            page, (new string('x', 90) + ".wav", Tracks.Wav(8_000, 1, 8)[..^9_000]), (new string('y', 90) + ".txt", "hello"u8.ToArray()));

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width);
    }

    private static async Task CheckOrderAsync(IPage page, Dictionary<string, ValenceArousal> points, string chosen, string list)
    {
        var similarity = new EmotionalSimilarity();
        var names = await page.Locator($"{list} .name").AllInnerTextsAsync();
        var shown = await page.Locator($"{list} .similarity").AllInnerTextsAsync();
        names.Should().Equal(names.OrderByDescending(name => similarity.Score(points[chosen], points[name])));
        shown.Should().Equal(names.Select(name => similarity.Score(points[chosen], points[name]).ToString("F2", CultureInfo.InvariantCulture)));
    }
}
