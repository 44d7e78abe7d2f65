using System.Net;
using System.Net.Http.Headers;
using Mmva.Data;

namespace Mmva.Web.Tests.Music;

/// <summary>A folder of one's own: with subfolders, awkward names, and files that are no music.</summary>
public sealed class LibraryTests : IAsyncLifetime
{
    private const string Awkward = "<img src=x onerror=alert(1)> & 'quotes' ♫";

    private readonly TemporaryFolder _folder = new();
    private readonly WebServer _server;

    public LibraryTests()
    {
        var music = Directory.CreateDirectory(Path.Combine(_folder.Path, "My Music")).FullName;
        Directory.CreateDirectory(Path.Combine(music, "sub folder"));
        var tone = WavFile.Encode(new(Enumerable.Range(0, 16000).Select(i => 0.4f * MathF.Sin(0.17f * i)).ToArray(), 8000));
        File.WriteAllBytes(Path.Combine(music, "sub folder", "a tone.wav"), tone);
        File.WriteAllBytes(Path.Combine(music, Awkward + ".wav"), tone);
        File.WriteAllBytes(Path.Combine(music, "broken.wav"), tone[..20]);
        File.WriteAllText(Path.Combine(music, "empty.mp3"), "");
        File.WriteAllText(Path.Combine(music, "notes.txt"), "no music");
        File.WriteAllText(Path.Combine(_folder.Path, "secret.wav"), "outside");
        Directory.CreateSymbolicLink(Path.Combine(music, "sub folder", "circle"), music);
        Directory.CreateSymbolicLink(Path.Combine(music, "outside"), _folder.Path);
        File.CreateSymbolicLink(Path.Combine(music, "gone.wav"), Path.Combine(music, "nowhere.wav"));
        // relative to where the program runs, a neighbour of this folder
        _server = new WebServer(Path.Combine("..", Path.GetFileName(_folder.Path), "My Music"));
    }

    public Task InitializeAsync() => _server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_that_is_music_is_placed_and_the_rest_is_listed_without_its_folder()
    {
        var library = await _server.ReadLibraryAsync();

        library.GetProperty("name").GetString().Should().Be("My Music");
        (library.GetProperty("total").GetInt32(), library.GetProperty("done").GetInt32()).Should().Be((5, 5), "links to folders are not followed");
        library.GetProperty("tracks").EnumerateArray().Select(track => track.GetProperty("name").GetString())
            .Should().BeEquivalentTo("a tone", Awkward);
        library.GetProperty("failures").EnumerateArray().Select(failure => failure.GetProperty("file").GetString())
            .Should().BeEquivalentTo("broken.wav", "empty.mp3", "gone.wav");
        library.GetRawText().Should().NotContain(_folder.Path);
        (await WebServer.JsonAsync(await _server.Client.GetAsync("/api/library?seen=1"))).GetProperty("tracks").GetArrayLength().Should().Be(1);
    }

    [SkippableFact]
    public async Task Bad_files_and_links_do_not_affect_the_good_files()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var mixed = new Mmva.TestSupport.MixedFolder();
        using var server = new WebServer(mixed.Path);
        await server.InitializeAsync();

        var library = await server.ReadLibraryAsync();

        library.GetProperty("tracks").EnumerateArray().Select(track => track.GetProperty("name").GetString()).Should().BeEquivalentTo("good", "link");
        foreach (var track in library.GetProperty("tracks").EnumerateArray())
        {
            var audio = await server.Client.GetByteArrayAsync("/api/tracks/" + track.GetProperty("id").GetString());
            audio.Should().Equal(await File.ReadAllBytesAsync(Path.Combine(mixed.Path, "good.wav")));
        }
        library.GetProperty("failures").EnumerateArray().Select(failure => failure.GetProperty("file").GetString())
            .Should().BeEquivalentTo(Mmva.TestSupport.MixedFolder.BadMusic);
        (await server.StopAsync()).Should().Be(0);
        server.Errors.Should().ContainAll(mixed.PathsOf(Mmva.TestSupport.MixedFolder.BadMusic).Select(path => path + ": "));
    }

    [Fact]
    public async Task Sound_comes_whole_or_in_ranges_and_only_by_id()
    {
        var tracks = (await _server.ReadLibraryAsync()).GetProperty("tracks");
        var address = "/api/tracks/" + tracks.EnumerateArray().Single(track => track.GetProperty("name").GetString() == "a tone")
            .GetProperty("id").GetString();
        using var whole = await _server.Client.GetAsync(address);
        whole.Content.Headers.ContentType!.MediaType.Should().StartWith("audio/");
        whole.Headers.AcceptRanges.Should().Equal("bytes");
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        bytes.Should().HaveCount(44 + 2 * 16000);

        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await _server.Client.SendAsync(request);
        part.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).Should().Equal(bytes[100..200]);

        File.Delete(Path.Combine(_folder.Path, "My Music", "sub folder", "a tone.wav"));
        (await _server.Client.GetAsync(address)).StatusCode.Should().Be(HttpStatusCode.NotFound, "it was deleted");

        foreach (var path in new[] { "secret.wav", "../secret.wav", "..%2Fsecret.wav", "%2e%2e%2fsecret.wav", "..%5Csecret.wav", "%2Fetc%2Fpasswd",
            "sub%20folder%2Fa%20tone.wav", "0000000000000000", "%00" })
        {
            using var response = await _server.Client.GetAsync("/api/tracks/" + path);
            ((int)response.StatusCode).Should().BeInRange(400, 499, path);
            (await response.Content.ReadAsStringAsync()).Should().NotContain("outside").And.NotContain(_folder.Path);
        }
    }
}
