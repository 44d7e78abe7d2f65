using Mmva.Tasks;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>A playlist that follows three stops through a library of made-up points, and a mix.</summary>
internal static class PlaylistsPicture
{
    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Size = 350;
        var svg = new Svg(800, 424, "A way through a library, and a mix of a region");
        var items = MadeUpLibrary.Of(500, seed: 3);
        var maker = new PlaylistMaker(InMemoryEmotionIndex.Build(items), new() { Describe = item => new(item.Payload!, TimeSpan.FromMinutes(3.5)) });
        var length = PlaylistLength.OfTracks(20);

        var way = new Plane(svg, 34, 40, Size, words: false);
        ValenceArousal[] stops = [new(0.55f, 0.2f), new(0.78f, 0.8f), new(0.35f, 0.35f)];
        var playlist = await maker.FollowAsync([.. stops.Select(stop => PlaylistStop.At(stop))], length);
        svg.Write(34, 24, "FollowAsync: calm, lively, sad, in 20 tracks", bold: true);
        Dots(svg, way, items);
        svg.Path(stops.Select(way.Of), Svg.Gray, 1, "4 4").Path(playlist.Tracks.Select(track => way.Of(track.Emotion)), Svg.Chosen);
        foreach (var (i, track) in playlist.Tracks.Index())
        {
            var (x, y) = way.Of(track.Emotion);
            svg.Circle(x, y, 7, Svg.Chosen, "#fff").Write(x, y + 3, $"{i + 1}", "#fff", "middle", 8, bold: true);
        }

        var region = MoodMix.Find("Road Trip")!.Region;
        var mixPlane = new Plane(svg, 430, 40, Size, words: false);
        var mix = await maker.MixAsync(region, length, seed: 7);
        svg.Write(430, 24, "MixAsync: Road Trip, in 20 tracks", bold: true);
        svg.Rectangle(
            mixPlane.X(region.MinValence), mixPlane.Y(region.MaxArousal), mixPlane.Length(region.MaxValence - region.MinValence),
            mixPlane.Length(region.MaxArousal - region.MinArousal), "#f6d7ee", 4, Svg.Chosen);
        Dots(svg, mixPlane, items);
        foreach (var track in mix.Tracks)
        {
            var (x, y) = mixPlane.Of(track.Emotion);
            svg.Circle(x, y, 6, Svg.Chosen, "#fff");
        }
        return svg;
    }

    private static void Dots(Svg svg, Plane plane, IReadOnlyList<EmotionItem> items) =>
        svg.Dots(items.Select(item => plane.Of(item.Emotion)), 2, Svg.Music, 0.45);
}
