namespace Mmva;

/// <summary>The base of every error that this library family raises on purpose: the message names the operation, the input and the way out.</summary>
public class MmvaException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, on which input, and what to do about it.</param>
    /// <param name="innerException">The cause, where another error led here.</param>
    public MmvaException(string message, Exception? innerException = null) : base(message, innerException) { }
}
