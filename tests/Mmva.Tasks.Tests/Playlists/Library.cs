using Mmva.Tasks.Tests.Retrieval.Conformance;
using Mmva.Training;

namespace Mmva.Tasks.Tests.Playlists;

/// <summary>A music library of random points, artists and durations.</summary>
internal static class Library
{
    public static EmotionItem[] Create(int count, int artists = 0, string cloud = "uniform", ulong seed = 1)
    {
        var random = new RandomSource(seed);
        return [.. PointClouds.Make(cloud, count, random).Select((point, i) => Item(
            $"track {i}", point, artists == 0 ? null : $"Artist {random.Next(artists)}", TimeSpan.FromSeconds(120 + random.Next(240))))];
    }

    public static EmotionItem Item(string id, ValenceArousal point, string? artist = null, TimeSpan? duration = null) =>
        new(id, Modality.Music, point, new TrackInfo($"/music/{id}.mp3", duration, artist, id).ToJson());

    public static PlaylistMaker Maker(IEnumerable<EmotionItem> items, PlaylistOptions? options = null) =>
        new(InMemoryEmotionIndex.Build(items), options);

    public static PlaylistStop[] Stops(params ValenceArousal[] points) => [.. points.Select(point => PlaylistStop.At(point))];
}
