using System.Diagnostics.CodeAnalysis;

namespace Mmva;

/// <summary>What became of one input: a value or an error.</summary>
/// <typeparam name="TInput">What the input is told by, mostly a path.</typeparam>
/// <typeparam name="T">What it was turned into.</typeparam>
/// <param name="Input">The input.</param>
/// <param name="Value">The value; the default of its type if there is an error.</param>
/// <param name="Error">Why there is no value, or null.</param>
public sealed record MediaResult<TInput, T>(TInput Input, T? Value, MmvaException? Error)
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;
}
