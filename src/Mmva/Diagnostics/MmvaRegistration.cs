namespace Mmva.Diagnostics;

/// <summary>A call of <c>AddMmva</c> or <c>AddKeyedMmva</c>, so that a container can list them.</summary>
/// <param name="Key">The key, or <see langword="null"/> for <c>AddMmva</c>.</param>
internal sealed record MmvaRegistration(string? Key);
