namespace Mmva.Tasks;

/// <summary>A part of a file on a timeline. All numbers are frames of the timeline.</summary>
/// <param name="Source">The file.</param>
/// <param name="In">The first frame, from the start of the file.</param>
/// <param name="Length">The number of frames, at least one.</param>
/// <param name="Record">The first frame on the timeline, from its start.</param>
/// <param name="HasVideo">Whether its images are on the video track.</param>
/// <param name="HasAudio">Whether its audio is on the audio track.</param>
internal sealed record TimelineClip(TimelineSource Source, long In, long Length, long Record, bool HasVideo, bool HasAudio)
{
    public long Out => In + Length;

    public long RecordEnd => Record + Length;
}
