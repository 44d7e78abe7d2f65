namespace Mmva.Data;

/// <summary>How audio that starts late keeps its place.</summary>
internal static class SoundStart
{
    /// <summary>The filter that fills gaps with silence and removes what overlaps; except in broadcasts, it also fills a late start.</summary>
    /// <remarks>
    /// In broadcasts the channels may change in the middle: then ffmpeg starts its filters anew, and a late start would be filled once more.
    /// </remarks>
    public static string Filter(ProbedVideo video) => video.HasBroadcastClock ? "aresample=async=1" : "aresample=async=1:first_pts=0";

    /// <summary>The samples per channel that are missing before the output of the filter.</summary>
    public static long Silence(ProbedVideo video, int sampleRate) =>
        video.HasBroadcastClock ? (long)Math.Round(video.FirstSound.TotalSeconds * sampleRate) : 0;
}
