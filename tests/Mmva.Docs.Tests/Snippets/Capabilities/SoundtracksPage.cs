using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Tasks;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/soundtracks.md.</summary>
internal static class SoundtracksPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddSoundtracks(options => (options.MinimumLength, options.ChangeCost) = (TimeSpan.FromSeconds(4), 0.1));
        await using var provider = services.BuildServiceProvider();
        var media = provider.GetRequiredService<SoundtrackMedia>();

        var pictures = new List<SoundtrackPicture>();
        await foreach (var photo in media.ReadPicturesAsync(MediaFiles.Find("media", MediaKind.Image)))
            if (photo.Succeeded) pictures.Add(photo.Value!); // otherwise photo.Error names the file
        var tracks = new List<SoundtrackTrack>();
        await foreach (var track in media.ReadTracksAsync(MediaFiles.Find("media", MediaKind.Audio)))
            if (track.Succeeded) tracks.Add(track.Value!);

        var soundtrack = await provider.GetRequiredService<ISoundtrackPlanner>().PlanAsync(pictures, tracks);
        foreach (var part in soundtrack.Parts)
            Console.WriteLine($"{part.Start:m\\:ss} to {part.End:m\\:ss}, match {part.Score:F2}: {part.Track.Title}");
        soundtrack.WritePage("album.html"); // plays: the pictures advance with the music
    }

    public static async Task WriteAsync(Soundtrack soundtrack, SoundtrackVideoWriter videoWriter, CancellationToken cancellationToken)
    {
        soundtrack.WritePlaylist("album.m3u8");
        soundtrack.WriteJson("album.json");
        foreach (var notice in soundtrack.WriteTimeline("album.otio", TimelineFormat.OpenTimelineIO)) Console.Error.WriteLine(notice);
        await videoWriter.WriteAsync(soundtrack, "album.mp4", cancellationToken: cancellationToken);
    }
}
