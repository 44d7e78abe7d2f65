namespace Mmva;

/// <summary>An emotion index could not complete a call: an invalid or duplicate item, a damaged file, a database that cannot be reached.</summary>
public sealed class EmotionIndexException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, on which input, and what to do about it.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public EmotionIndexException(string message, Exception? innerException = null) : base(message, innerException) { }

    internal static EmotionIndexException Duplicate(string id) => new($"The id '{id}' appears twice among the items; nothing was written.");

    internal static EmotionIndexException Exists(string id) =>
        new($"The id '{id}' is already in the index, and nothing was added; upsert to replace items.");
}
