namespace Mmva;

/// <summary>How far a file went back to what it was.</summary>
public enum MoodTagRestoration
{
    /// <summary>There was nothing to take back: the file is as it had been, or its mood tags have been changed again since.</summary>
    None,

    /// <summary>The file has the same bytes as before.</summary>
    Bytes,

    /// <summary>The file had been changed since, so only its mood tags have the values from before, except those that were changed, too.</summary>
    Tags,
}

/// <summary>Reads and writes the moods, the valence and the arousal of music files.</summary>
/// <remarks>Replace it in a host by registering another one before <c>AddMoods()</c>. Implementations are safe to use from several threads.</remarks>
public interface IMoodTagWriter
{
    /// <summary>Reads the mood tags of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tags; of an Ogg file with several pieces in a row, those of the first one.</returns>
    /// <exception cref="MediaException">The file cannot be read, is damaged or truncated, or has no such tags in its format.</exception>
    MoodTags Read(string path);

    /// <summary>Writes mood tags. Nothing else in the file changes; it is replaced only when the new one is complete and checked.</summary>
    /// <param name="path">The file; of a link, its target.</param>
    /// <param name="tags">The tags that the file has afterward.</param>
    /// <param name="dryRun">Whether only the checks are made.</param>
    /// <param name="recording">Receives what is needed to undo the change, before the file is replaced; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. The file is then unchanged.</param>
    /// <returns>Whether the file changes: not if it has these tags.</returns>
    /// <exception cref="MediaException">
    /// The file cannot be read or written, is read-only, damaged or truncated, its format is not supported, or the audio would have changed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<bool> WriteAsync(
        string path, MoodTags tags, bool dryRun = false, Action<MoodTagUndo>? recording = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a change back.</summary>
    /// <param name="undo">The change.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. The file is then unchanged.</param>
    /// <returns>How far the file is as it was: byte for byte, unless another program has changed it since.</returns>
    /// <exception cref="MediaException">As for <see cref="WriteAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<MoodTagRestoration> UndoAsync(MoodTagUndo undo, CancellationToken cancellationToken = default);
}
