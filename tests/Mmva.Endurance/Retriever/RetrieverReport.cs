using Mmva.Endurance.Results;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Retriever;

/// <summary>What the process with the retriever prints at its end.</summary>
internal sealed record RetrieverReport(
    long Queries, long Added, long Removed, long FailureCount, IReadOnlyList<string> Failures, IReadOnlyList<LatencyRow> Milliseconds)
{
    public ProcessUse Use { get; init; } = null!;
}
