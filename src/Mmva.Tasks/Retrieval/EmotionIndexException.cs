namespace Mmva.Tasks.Retrieval;

/// <summary>An emotion index could not do what was asked: an invalid or doubled item, a damaged file, a database out of reach.</summary>
public sealed class EmotionIndexException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, to which input, and what to do about it.</param>
    /// <param name="innerException">The cause, where another error led here.</param>
    public EmotionIndexException(string message, Exception? innerException = null) : base(message, innerException) { }
}
