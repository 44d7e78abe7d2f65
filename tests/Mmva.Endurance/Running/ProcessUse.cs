namespace Mmva.Endurance.Running;

/// <summary>What a process used during a run.</summary>
internal sealed record ProcessUse(
    long PeakRss, Growth Rss, Growth Handles, Growth Threads, IReadOnlyList<ProcessSample> Samples)
{
    private const double RssSlack = 16 << 20, HandleSlack = 32, ThreadSlack = 8;

    public static ProcessUse Of(IReadOnlyList<ProcessSample> samples) => new(
        samples.Max(sample => sample.Rss), Growth.Of(samples, sample => sample.Rss), Growth.Of(samples, sample => sample.Handles),
        Growth.Of(samples, sample => sample.Threads), samples);

    /// <summary>What grew in the last third compared with the second.</summary>
    public IEnumerable<string> Growths(string name)
    {
        if (!Rss.IsFlat(RssSlack)) yield return $"{name}: memory grew from {Rss.SecondThird / 1e6:F0} to {Rss.LastThird / 1e6:F0} MB";
        if (!Handles.IsFlat(HandleSlack)) yield return $"{name}: open files grew from {Handles.SecondThird} to {Handles.LastThird}";
        if (!Threads.IsFlat(ThreadSlack)) yield return $"{name}: threads grew from {Threads.SecondThird} to {Threads.LastThird}";
    }
}
