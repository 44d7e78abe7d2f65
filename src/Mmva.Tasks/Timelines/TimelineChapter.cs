namespace Mmva.Tasks;

/// <summary>A chapter of a timeline.</summary>
/// <param name="Start">Its first frame, from the start of the timeline.</param>
/// <param name="End">The frame after its last.</param>
/// <param name="Title">Its title, in one line.</param>
internal readonly record struct TimelineChapter(long Start, long End, string Title);
