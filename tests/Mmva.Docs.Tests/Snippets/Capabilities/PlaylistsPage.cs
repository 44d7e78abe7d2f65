using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Tasks;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/playlists.md.</summary>
internal static class PlaylistsPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddRetrieval().AddPlaylists();
        await using var provider = services.BuildServiceProvider();
        await foreach (var track in provider.GetRequiredService<IEmotionRetriever>().IndexFilesAsync(MediaFiles.Find("media", MediaKind.Audio)))
            if (!track.Succeeded) Console.Error.WriteLine(track.Error.Message);

        var maker = provider.GetRequiredService<IPlaylistMaker>();
        PlaylistStop[] fromCalmToAngry = [PlaylistStop.At(new(0.6f, 0.2f)), PlaylistStop.At(new(0.3f, 0.8f))];
        var playlist = await maker.FollowAsync(fromCalmToAngry, PlaylistLength.OfTracks(2));
        foreach (var track in playlist.Tracks) Console.WriteLine($"{track.Emotion} {Path.GetFileName(track.Info.Path)}");
        playlist.WriteM3u("evening.m3u8", "Evening");
    }

    public static async Task<(Playlist Mix, Playlist Evening)> MakePlaylistsAsync(IPlaylistMaker maker, CancellationToken cancellationToken)
    {
        var length = PlaylistLength.OfDuration(TimeSpan.FromMinutes(45));
        var mix = await maker.MixAsync(MoodMix.Find("Road Trip")!.Region, length, seed: 7, cancellationToken);

        // from calm to lively, which is reached after 30 % of the time, and back to a track
        PlaylistStop[] stops = [PlaylistStop.At(new(0.6f, 0.2f)), PlaylistStop.At(new(0.8f, 0.8f), position: 0.3), PlaylistStop.Track("track-17")];
        var evening = await maker.FollowAsync(stops, length, cancellationToken: cancellationToken);
        evening.WriteM3u("evening.m3u8", "Evening");
        return (mix, evening);
    }

    public static async Task IndexWithTagsAsync(IEmotionRetriever retriever, Waveform song, CancellationToken cancellationToken)
    {
        var tags = new TrackInfoReader();
        var info = await tags.ReadAsync("rain.mp3", cancellationToken);                             // duration, artist, title
        await retriever.IndexAsync([new RetrievalInput<Waveform>("track-17", song, Payload: info.ToJson())], cancellationToken: cancellationToken);
    }

    public static void WriteSmartPlaylist()
    {
        new SmartPlaylist("Chill Mix", MoodMix.Find("Chill")!.Region).Write("chill.nsp");
    }
}
