namespace Mmva.Fuzz.Engine;

/// <summary>What came out of a target.</summary>
internal sealed record TargetResult(
    string Target, long Inputs, long Refused, long Edges, long Corpus, long Findings, double Seconds, double ProcessorSeconds, long MaxMicroseconds,
        long MaxAllocatedBytes, string Ended)
{
    public static TargetResult Of(string target, in SlotCounters counters, TimeSpan elapsed, TimeSpan work, string ended) => new(
        target, counters.Done, counters.Refused, counters.Edges, counters.Corpus, counters.Findings, Math.Round(elapsed.TotalSeconds, 1),
        Math.Round(work.TotalSeconds, 1),
        counters.MaxMicroseconds, counters.MaxAllocated, ended);
}

/// <summary>What came out of a campaign.</summary>
internal sealed record CampaignResult(string Date, string Commit, string Command, ulong Seed, IReadOnlyList<TargetResult> Targets);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(WriteIndented = true,
PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
[System.Text.Json.Serialization.JsonSerializable(typeof(CampaignResult))]
internal sealed partial class ResultJson : System.Text.Json.Serialization.JsonSerializerContext;
