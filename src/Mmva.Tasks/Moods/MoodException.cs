namespace Mmva;

/// <summary>A mood vocabulary cannot be used: a damaged file, an invalid entry, a name that appears twice.</summary>
public sealed class MoodException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with which input, and what to do about it.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public MoodException(string message, Exception? innerException = null) : base(message, innerException) { }
}
