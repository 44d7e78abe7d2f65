using ConsoleProgram;
using Mmva;

namespace MakePlaylist;

/// <summary>The tracks on standard output, and a summary on standard error.</summary>
internal static class Report
{
    public static void Print(Playlist playlist, Arguments arguments)
    {
        var time = TimeSpan.Zero;
        foreach (var track in playlist.Tracks)
        {
            var title = track.Info.Title ?? Path.GetFileNameWithoutExtension(track.Info.Path);
            Console.WriteLine($"{Clock(time),8}  {track.Emotion}  {Names.OneLine(track.Info.Artist is { } artist ? $"{artist} - {title}" : title)}");
            time += track.Info.Duration ?? PlaylistOptions.DefaultAssumedDuration;
        }
        var count = playlist.Tracks.Count;
        Console.Error.WriteLine($"{arguments.Out}: {count} {(count == 1 ? "track" : "tracks")}, {Clock(playlist.Duration)}");
        if (arguments.Mix is { } mix && playlist.Tracks.Count(track => !mix.Region.Contains(track.Emotion)) is > 0 and var outside)
        {
            Console.Error.WriteLine(
                $"{outside} of them are the nearest to the mix, not in it ({mix.Region}): there are too few tracks{Artists(playlist, arguments)}.");
        }
        var isShort = arguments.Length.Tracks is { } wanted
            ? count < wanted : playlist.Duration < arguments.Length.Duration - playlist.Tracks.Max(track => track.Info.Duration);
        if (isShort) Console.Error.WriteLine($"The playlist is shorter than asked for: there are no more tracks{Artists(playlist, arguments)}.");
    }

    private static string Artists(Playlist playlist, Arguments arguments) =>
        arguments.SeveralPerArtist || playlist.Tracks.All(track => track.Info.Artist is null)
            ? "" : " by different artists (--several-per-artist allows more)";

    private static string Clock(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
