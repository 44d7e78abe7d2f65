using Mmva.Data;
using Mmva.Tasks.Tests.Retrieval;
using Mmva.Tasks.Tests.VideoSummaries;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests;

public sealed class SoundtrackMediaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Pictures_and_tracks_are_read_in_order_and_bad_ones_are_named()
    {
        FfmpegTool.Make(_folder.File("red.png"), "-f", "lavfi", "-i", "color=red:s=600x300", "-frames:v", "1");
        FfmpegTool.Make(_folder.File("a.wav"), "-f", "lavfi", "-i", "sine=d=2.5");
        FfmpegTool.Make(_folder.File("b.ogg"), "-f", "lavfi", "-i", "sine=d=4");
        _folder.Write("bad.png", "no picture");
        _folder.Write("bad.mp3", "no music");
        var media = Media(new FakePredictor());

        var pictures = await ListAsync(media.ReadPicturesAsync([_folder.File("bad.png"), _folder.File("red.png")]));
        pictures[0].Error!.Message.Should().StartWith(_folder.File("bad.png") + ": ");
        pictures[1].Value!.Emotion.DistanceTo(new(1, 0)).Should().BeLessThan(0.02);
        using (var thumbnail = SkiaSharp.SKBitmap.Decode(pictures[1].Value!.Thumbnail.ToArray()))
            (thumbnail.Width, thumbnail.Height).Should().Be((256, 128));

        var tracks = await ListAsync(media.ReadTracksAsync([_folder.File("a.wav"), _folder.File("bad.mp3"), _folder.File("b.ogg")]));
        tracks[1].Error!.Message.Should().StartWith(_folder.File("bad.mp3") + ": ");
        tracks[0].Value!.Length.Should().Be(TimeSpan.FromSeconds(2.5));
        tracks[2].Value!.Length.Should().BeCloseTo(TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(50));
        tracks[2].Value!.Title.Should().Be("b");
    }

    [SkippableFact]
    public async Task Shots_cover_a_video_and_have_the_mean_of_their_frames()
    {
        FfmpegTool.Make(_folder.File("film.mp4"), "-f", "lavfi", "-i",
            "color=red:s=64x48:r=10:d=6[a];color=lime:s=64x48:r=10:d=4[b];color=blue:s=64x48:r=10:d=5.3[c];[a][b][c]concat=n=3");

        var shots = await Media(new ColorTower().Predictor).ReadShotsAsync(_folder.File("film.mp4"));

        shots.Select(shot => shot.VideoStart!.Value.TotalSeconds).Should().Equal(0, 6, 10);
        shots.Select(shot => shot.Length!.Value.TotalSeconds).Should().Equal(6, 4, 5.3);
        shots.Select(shot => shot.Emotion).Distinct().Should().HaveCount(3);
        shots.Should().OnlyContain(shot => shot.Path == _folder.File("film.mp4") && shot.Thumbnail.Length > 100);
    }

    private static SoundtrackMedia Media(IEmotionPredictor predictor) =>
        new(predictor, new SkiaImageDecoder(), new AudioDecoder(), new VideoReader());

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
