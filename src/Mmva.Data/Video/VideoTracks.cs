using System.Text.Json;

namespace Mmva.Data;

/// <summary>Chooses the film among the video tracks of a file: covers and thumbnails are stored as tracks too, sometimes without saying so.</summary>
internal static class VideoTracks
{
    // in the first seconds, a film has far more frames than a track of chapter images, and far longer ones than a track that ends early
    private const int FewerFrames = 10, ShorterSpan = 2;

    private static readonly TimeSpan Still = TimeSpan.FromSeconds(1);

    /// <param name="Stream">The stream, as ffprobe describes it.</param>
    /// <param name="Index">Its index.</param>
    /// <param name="Pixels">The area of its frames.</param>
    public sealed record Track(JsonElement Stream, int Index, double Pixels)
    {
        public bool IsDefault => IsMarked(Stream, "default");

        /// <summary>Whether its frames are files of images.</summary>
        public bool HasImages => VideoProbe.Text(Stream, "codec_name")
            is "mjpeg" or "mjpegb" or "jpeg2000" or "jpegls" or "png" or "apng" or "gif" or "bmp" or "webp" or "tiff";
    }

    public static Track Of(JsonElement stream)
    {
        var pixels = VideoProbe.Number(stream, "width") * VideoProbe.Number(stream, "height");
        return new(stream, (int)VideoProbe.Number(stream, "index"), double.IsNaN(pixels) ? 0 : pixels);
    }

    /// <summary>Whether a track says that it is a cover or thumbnails.</summary>
    public static bool IsCover(JsonElement stream) =>
        IsMarked(stream, "attached_pic") || IsMarked(stream, "timed_thumbnails") || IsMarked(stream, "still_image");

    /// <summary>Whether the choice depends on the packets in the file.</summary>
    public static bool NeedPackets(List<Track> tracks, bool hasSound) => tracks.Count > 1 || (hasSound && tracks[0].HasImages);

    /// <summary>Chooses a track by its frames, then the one that is marked as default, then the largest, then the first.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="packets">The packets in the first seconds.</param>
    /// <param name="hasSound">Whether there is audio.</param>
    /// <param name="sound">The duration of the audio, or else of the file; <see langword="null"/> if neither is known.</param>
    /// <returns>The film, or <see langword="null"/> if there is nothing but a still image beside audio.</returns>
    public static Track? Choose(List<Track> tracks, List<(int Stream, double Time)> packets, bool hasSound, TimeSpan? sound)
    {
        var counts = tracks.ToDictionary(track => track.Index, track =>
        {
            var times = packets.Where(packet => packet.Stream == track.Index).Select(packet => packet.Time).ToList();
            return (Frames: times.Count, Span: times.Count == 0 ? 0 : times.Max() - times.Min());
        });
        var (frames, span) = (counts.Values.Max(count => count.Frames), counts.Values.Max(count => count.Span));
        var film = tracks
            .OrderByDescending(track => counts[track.Index].Frames * FewerFrames >= frames && counts[track.Index].Span * ShorterSpan >= span)
            .ThenByDescending(track => track.IsDefault).ThenByDescending(track => track.Pixels).ThenBy(track => track.Index).First();
        return hasSound && film.HasImages && counts[film.Index].Frames <= 1 && sound > Still ? null : film;
    }

    private static bool IsMarked(JsonElement stream, string disposition) =>
        stream.TryGetProperty("disposition", out var marks) && VideoProbe.Number(marks, disposition) == 1;
}
