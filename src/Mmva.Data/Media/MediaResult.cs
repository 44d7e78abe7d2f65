using System.Diagnostics.CodeAnalysis;

namespace Mmva;

/// <summary>The result for one input: a value or an error.</summary>
/// <typeparam name="TInput">What identifies the input, usually a path.</typeparam>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Input">The input.</param>
/// <param name="Value">The value, or the default of its type if there is an error.</param>
/// <param name="Error">The error, or <see langword="null"/> if there is a value.</param>
public sealed record MediaResult<TInput, T>(TInput Input, T? Value, MmvaException? Error)
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;
}
