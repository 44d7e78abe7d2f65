namespace Mmva.Data;

/// <summary>Arguments of every call of ffmpeg.</summary>
internal static class FfmpegArguments
{
    /// <summary>Asks no questions, and writes nothing but errors to the error output.</summary>
    public static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-loglevel", "error"];
}
