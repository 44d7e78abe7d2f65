using System.Net;

namespace Mmva.Tasks;

/// <summary>The outcome of one request: music, or a setback.</summary>
internal readonly record struct MusicAttempt(GeneratedMusic? Music, Setback? Setback);

/// <summary>Why an attempt returned no music, although a later one may.</summary>
/// <param name="Reason">The reason, for messages.</param>
/// <param name="Status">The status of the answer, or <see langword="null"/> if there was none.</param>
/// <param name="Wait">The wait that the server asks for, or <see langword="null"/> for the default.</param>
/// <param name="Cause">The exception, or <see langword="null"/>.</param>
internal sealed record Setback(string Reason, HttpStatusCode? Status, TimeSpan? Wait, Exception? Cause = null);
