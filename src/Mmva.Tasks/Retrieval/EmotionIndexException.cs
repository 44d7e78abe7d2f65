namespace Mmva;

/// <summary>An emotion index could not do what was asked: an invalid or doubled item, a damaged file, a database out of reach.</summary>
public sealed class EmotionIndexException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, to which input, and what to do about it.</param>
    /// <param name="innerException">The cause, where another error led here.</param>
    public EmotionIndexException(string message, Exception? innerException = null) : base(message, innerException) { }

    /// <summary>An id is twice in a batch.</summary>
    /// <param name="id">The id.</param>
    public static EmotionIndexException Twice(string id) => new($"The id '{id}' is twice among the items; nothing was written.");

    /// <summary>An item that was to be added is there already.</summary>
    /// <param name="id">The item's id.</param>
    public static EmotionIndexException Exists(string id) => new($"The id '{id}' is in the index already, and nothing was added; upsert to replace items.");
}
