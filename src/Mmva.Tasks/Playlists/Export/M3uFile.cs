using System.Globalization;
using System.Text;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>Writes playlists as M3U8 files, which every player reads.</summary>
/// <remarks>
/// UTF-8 without a byte order mark; for each track <c>#EXTINF:seconds,Artist - Title</c> and its path relative to the folder of the playlist, with
/// forward slashes, so that folder and playlist can be moved together. A path on another drive, and an address, are written as they are.
/// </remarks>
public static class M3uFile
{
    private const string Unknown = "-1";

    /// <summary>Writes a playlist atomically.</summary>
    /// <param name="path">The file, usually with the extension .m3u8; an existing one is replaced.</param>
    /// <param name="tracks">The tracks in order. Their files need not exist.</param>
    /// <param name="name">The name that players show, or <see langword="null"/> for none.</param>
    /// <exception cref="PlaylistException">A path cannot stand in a playlist, which <see cref="ProblemOf"/> says; nothing was written.</exception>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<TrackInfo> tracks, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        WriteWithOptions(path, tracks.Select(track => (track, (string?)null)), name);
    }

    /// <summary>The same with a line for some players, such as <c>#EXTVLCOPT</c>, before the path of a track.</summary>
    internal static void WriteWithOptions(string path, IEnumerable<(TrackInfo Track, string? Option)> tracks, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new StringBuilder("#EXTM3U\n");
        if (!string.IsNullOrWhiteSpace(name)) text.Append("#PLAYLIST:").Append(OneLine(name)).Append('\n');
        var folder = new PlaylistFolder(path);
        foreach (var (track, option) in tracks)
        {
            if (ProblemOf(track.Path) is { } problem) throw new PlaylistException($"{OneLine(track.Path)}: {problem}");
            text.Append("#EXTINF:").Append(Seconds(track.Duration)).Append(',').Append(Caption(track)).Append('\n');
            if (option is not null) text.Append(option).Append('\n');
            text.Append(folder.EntryOf(track.Path)).Append('\n');
        }
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        AtomicFile.Write(path, stream => stream.Write(bytes), (why, e) => new PlaylistException($"{path}: {why}", e));
    }

    /// <summary>Says why a path cannot stand in a playlist, in which a path is one line that players trim.</summary>
    /// <param name="path">The path of a track.</param>
    /// <returns>The reason and the way out, or <see langword="null"/> if it can.</returns>
    public static string? ProblemOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Any(char.IsControl)) return "has a line break or another control character in its path, which no playlist can contain. Rename it.";
        if (char.IsWhiteSpace(path[^1])) return "ends with a space, which players remove. Rename it.";
        return EmotionItem.IsStorable(path) && !path.Contains('\uFFFD')
            ? null : "its name, or that of its folder, is not valid Unicode. Rename it.";
    }

    private static string Seconds(TimeSpan? duration) => duration is { } known
        ? Math.Round(known.TotalSeconds, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture) : Unknown;

    private static string Caption(TrackInfo track)
    {
        var title = string.IsNullOrWhiteSpace(track.Title) ? Path.GetFileNameWithoutExtension(track.Path) : track.Title;
        return OneLine(string.IsNullOrWhiteSpace(track.Artist) ? title : $"{track.Artist} - {title}");
    }

    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return EmotionItem.IsStorable(line) ? line : string.Concat(line.EnumerateRunes());
    }
}
