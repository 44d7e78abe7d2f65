using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Writes soundtracks to files, which appear, or are replaced, only when they are complete.</summary>
/// <remarks>Files are named relative to the written one, so that a folder can be moved as a whole.</remarks>
public static class SoundtrackExports
{
    /// <summary>Writes parts, pictures, times in seconds and scores as JSON.</summary>
    /// <param name="soundtrack">The soundtrack.</param>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void WriteJson(this Soundtrack soundtrack, string path)
    {
        ArgumentNullException.ThrowIfNull(soundtrack);
        SoundtrackJson.Write(soundtrack, path);
    }

    /// <summary>Writes the tracks in order as a playlist (M3U8). VLC stops each where the next one starts, other players play all of it.</summary>
    /// <param name="soundtrack">The soundtrack.</param>
    /// <param name="path">The file, usually <c>.m3u8</c>; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written, or a path of a track has a line break, which the format cannot hold.</exception>
    public static void WritePlaylist(this Soundtrack soundtrack, string path)
    {
        ArgumentNullException.ThrowIfNull(soundtrack);
        SoundtrackPlaylist.Write(soundtrack, path);
    }

    /// <summary>Writes an HTML page that plays pictures and music together, with links to their files.</summary>
    /// <param name="soundtrack">The soundtrack.</param>
    /// <param name="path">The HTML file; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void WritePage(this Soundtrack soundtrack, string path)
    {
        ArgumentNullException.ThrowIfNull(soundtrack);
        SoundtrackPage.Write(soundtrack, path);
    }

    /// <summary>Writes pictures or shots and their music as a timeline for editing programs, or the parts as chapters.</summary>
    /// <remarks>Tracks are cut where the next one starts: fades are left to the editing program. Files are named by their full paths.</remarks>
    /// <param name="soundtrack">The soundtrack.</param>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="format">The format.</param>
    /// <param name="video">The headers of the video whose shots these are, or <see langword="null"/> for 25 frames of 1920 × 1080.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <returns>What a reader should know, such as chapters that were merged; empty if there is nothing to say.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The format is unknown.</exception>
    /// <exception cref="OptionsValidationException">The start is not a time code.</exception>
    /// <exception cref="MmvaException">The file cannot be written, or the start time code does not exist at the rate of the timeline.</exception>
    public static IReadOnlyList<string> WriteTimeline(
        this Soundtrack soundtrack, string path, TimelineFormat format, VideoInfo? video = null, TimelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(soundtrack);
        return TimelineFile.Write(SoundtrackTimeline.Of(soundtrack, video, options), path, format);
    }
}
