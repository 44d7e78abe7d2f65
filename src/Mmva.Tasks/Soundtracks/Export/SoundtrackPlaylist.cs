using System.Globalization;
using System.Text;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A soundtrack as a playlist (M3U8).</summary>
internal static class SoundtrackPlaylist
{
    public static void Write(Soundtrack soundtrack, string path)
    {
        var text = Encoding.UTF8.GetBytes(Format(soundtrack, path));
        AtomicFile.Write(path, file => file.Write(text));
    }

    public static string Format(Soundtrack soundtrack, string path)
    {
        var text = new StringBuilder("#EXTM3U\n");
        foreach (var part in soundtrack.Parts)
        {
            var track = RelativePath.Of(path, part.Track.Path);
            if (track.AsSpan().IndexOfAny('\r', '\n') >= 0)
                throw new MediaException(part.Track.Path, "has a line break in its path, which a playlist cannot hold: rename it.");
            // a name that begins like a comment, or with a space, which players trim
            if (track[0] is '#' or ' ') track = "./" + track;
            var title = string.Concat(part.Track.Title.Select(c => char.IsControl(c) ? ' ' : c));
            for (var play = 0; play < part.Plays; play++)
            {
                text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{Math.Round(part.Track.Length.TotalSeconds)},{title}\n");
                text.Append(CultureInfo.InvariantCulture, $"#EXTVLCOPT:stop-time={part.Length.TotalSeconds / part.Plays:0.###}\n{track}\n");
            }
        }
        return text.ToString();
    }
}
