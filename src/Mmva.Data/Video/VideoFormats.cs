namespace Mmva.Data;

/// <summary>The accepted videos.</summary>
internal static class VideoFormats
{
    public static readonly string Containers = MediaFormats.VideoDemuxers;

    // decoders hold several frames in memory: 8K has 33 million pixels
    public const string PixelLimit = "40000000";
}
