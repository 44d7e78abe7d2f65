namespace Mmva;

/// <summary>A playlist could not be made or written: a track that the index does not contain, a path that a playlist cannot contain.</summary>
public sealed class PlaylistException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, on which input, and what to do about it.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public PlaylistException(string message, Exception? innerException = null) : base(message, innerException) { }
}
