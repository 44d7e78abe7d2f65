namespace Mmva.Tasks;

/// <summary>A file format of editing programs and players for a timeline: clips of files in order, or the chapters that they are.</summary>
public enum TimelineFormat
{
    /// <summary>
    /// Edit decision list, CMX 3600, usually <c>.edl</c>. It has names of files, not paths, and one video track. Events after 999 have four digits,
    /// which most programs accept.
    /// </summary>
    EditDecisionList,

    /// <summary>OpenTimelineIO, usually <c>.otio</c>: JSON for Kdenlive, DaVinci Resolve, Premiere Pro and pipelines.</summary>
    OpenTimelineIO,

    /// <summary>FCPXML 1.10, usually <c>.fcpxml</c>, for Final Cut Pro from 10.6 on and DaVinci Resolve.</summary>
    FinalCutPro,

    /// <summary>The XML of Final Cut Pro 7 (xmeml 5), usually <c>.xml</c>, for Premiere Pro, DaVinci Resolve and OpenShot.</summary>
    FinalCut7,

    /// <summary>Chapters as ffmpeg's metadata (<c>;FFMETADATA1</c>), for writing them into the cut video.</summary>
    ChapterMetadata,

    /// <summary>
    /// Chapters as the list that YouTube reads in the description of a video: at least three, the first at 0:00, of at least ten seconds each.
    /// Chapters that are shorter are merged with the next ones, or with the previous one at the end.
    /// </summary>
    ChapterList,
}
