namespace Mmva.Diagnostics;

/// <summary>A part of a host that describes itself; registered by what adds the part.</summary>
internal interface IDiagnosticSource
{
    /// <summary>Describes the part. What does not work is an entry, not an exception.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    IEnumerable<DiagnosticEntry> Describe(CancellationToken cancellationToken);
}
