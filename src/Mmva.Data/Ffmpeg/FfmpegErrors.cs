namespace Mmva.Data;

/// <summary>Explains the errors of ffmpeg.</summary>
internal static class FfmpegErrors
{
    /// <summary>Returns the reason of a failure, for a <see cref="MediaException"/>.</summary>
    /// <param name="errors">What the program wrote to its error output.</param>
    /// <param name="kind">What the file was decoded as.</param>
    /// <param name="missingTrack">The reason for a file without the requested track.</param>
    public static string Explain(string errors, string kind, string missingTrack) =>
        errors.Contains("matches no streams", StringComparison.Ordinal) ? missingTrack
        : errors.Contains("not on whitelist", StringComparison.Ordinal) ? $"is not a supported {kind} file."
        : $"cannot be decoded as {kind}{(errors.Length > 0 ? $" (ffmpeg: {errors})" : "")}.";

    /// <summary>The exception for a run from file to file: about the output if that could not be written, and otherwise about the input.</summary>
    public static MediaException OfWriting(string errors, string input, string output, string kind, string noTrack) =>
        errors.Contains("No space left", StringComparison.Ordinal) || errors.Contains("Error writing", StringComparison.Ordinal)
            ? new(output, $"cannot be written (ffmpeg: {errors}).")
            : new(input, Explain(errors, kind, noTrack));
}
