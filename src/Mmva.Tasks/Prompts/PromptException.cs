namespace Mmva;

/// <summary>Prompts or their catalogue cannot be used: an invalid template, a damaged file, a catalogue of another model.</summary>
public sealed class PromptException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with which input, and what to do about it.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public PromptException(string message, Exception? innerException = null) : base(message, innerException) { }
}
