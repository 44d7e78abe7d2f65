using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>A video that is read: its path, its headers, and how.</summary>
internal sealed record VideoSource(string Path, VideoInfo Info, IVideoReader Reader, VideoSummaryOptions Options);
