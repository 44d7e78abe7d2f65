namespace Mmva;

/// <summary>The base class of the errors that this library family defines. The message names the operation, the input and a remedy.</summary>
public class MmvaException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, on which input, and what to do about it.</param>
    /// <param name="innerException">The error that caused this one; optional.</param>
    public MmvaException(string message, Exception? innerException = null) : base(message, innerException) { }
}
