using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Playlists;

public sealed class TrackInfoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_payload_is_read_as_it_was_written()
    {
        foreach (var info in new TrackInfo[]
        {
            new("/music/a.mp3"), new("/music/\"ü\" 🎵.mp3", TimeSpan.FromSeconds(201.25), "A \\ B", "<title>"), new("b", Artist: ""),
        })
            TrackInfo.Of(Item(info.ToJson())).Should().Be(info);
        new TrackInfo("ü.mp3", TimeSpan.FromSeconds(2.5), "A").ToJson().Should().Be("""{"path":"ü.mp3","seconds":2.5,"artist":"A"}""");
    }

    [Theory]
    [InlineData(null, "id")]
    [InlineData("", "id")]
    [InlineData("/music/a.mp3", "/music/a.mp3")]
    [InlineData("{brackets}.mp3", "{brackets}.mp3")]
    [InlineData("{", "{")]
    [InlineData("{}", "id")]
    [InlineData("""{"path":"\ud800"}""", """{"path":"\ud800"}""")]
    [InlineData("""{"version":{"path":"no"},"path":"yes","seconds":"many","artist":3,"tags":["a"]}""", "yes")]
    [InlineData("""{"path":"yes","seconds":-4}""", "yes")]
    [InlineData("""{"path":"yes","seconds":1e300}""", "yes")]
    public void Any_payload_has_a_path(string? payload, string path) => TrackInfo.Of(Item(payload)).Should().Be(new TrackInfo(path));

    [SkippableTheory]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("ogg")]
    [InlineData("m4a")]
    [InlineData("wav")]
    public async Task Tags_are_read_from_files(string extension)
    {
        var path = FfmpegTool.Make(
            _folder.File($"tone.{extension}"), "-f", "lavfi", "-i", "sine=duration=2.5", "-metadata", "artist=Sigur Rós", "-metadata",
            "title=Hoppípolla");

        var info = await new TrackInfoReader().ReadAsync(path);

        info.Path.Should().Be(path);
        info.Duration!.Value.TotalSeconds.Should().BeApproximately(2.5, 0.1);
        info.Artist.Should().Be("Sigur Rós");
        info.Title.Should().Be("Hoppípolla");
    }

    [SkippableFact]
    public async Task Files_that_cannot_be_read_are_named()
    {
        FfmpegTool.Require();
        var reader = new TrackInfoReader();
        var (text, empty) = (_folder.Write("text.mp3", "no sound at all"), _folder.Write("empty.mp3", ""));

        foreach (var path in new[] { text, empty, _folder.File("missing.mp3"), _folder.Path })
            await reader.Awaiting(r => r.ReadAsync(path)).Should().ThrowAsync<MediaException>().WithMessage(path + "*");
        await new TrackInfoReader("no-such-program").Awaiting(r => r.ReadAsync(text)).Should().ThrowAsync<MediaException>().WithMessage("*ffprobe*");
    }

    private static EmotionItem Item(string? payload) => new("id", Modality.Music, default, payload);
}
