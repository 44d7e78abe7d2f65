using System.Diagnostics;
using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>Features through the cache, with progress and with the inputs that failed.</summary>
internal static class CachedFeatures
{
    private const int ShownFailures = 10;

    // of long pieces, in a quick run
    private static readonly TimeSpan QuickExcerpt = TimeSpan.FromSeconds(30);

    public static FeatureCache Open(Arguments arguments) => new(new() { Folder = arguments.Cache, ShardSize = 128 });

    public static AudioDecoder Decoder(Arguments arguments) => new(new() { Excerpt = arguments.Quick ? QuickExcerpt : null });

    /// <exception cref="MmvaException">None of the inputs could be encoded.</exception>
    public static async Task<FeatureSet> EncodeAsync<T>(
        FeatureCache cache, string what, IModalityEncoder<T> encoder, IReadOnlyList<FeatureInput<T>> inputs, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        var progress = new ConsoleProgress<EncodingProgress>(p =>
        {
            var encoded = p.Done - p.FromCache;
            var left = encoded > 0 ? $", about {Remaining.Text(since.Elapsed / encoded * (p.Total - p.Done))} left," : "";
            return $"{what}: {p.Done} of {p.Total} ready, {p.FromCache} from the cache{left}";
        });
        var features = await cache.EncodeAsync(encoder, inputs, progress, cancellationToken);
        var failures = new Failures();
        foreach (var failure in features.Failures.Take(ShownFailures)) failures.Add(failure.Name, failure.Error);
        if (features.Failures.Count > ShownFailures) Console.Error.WriteLine($"… and {features.Failures.Count - ShownFailures} more {what}.");
        return features.Count > 0 ? features : throw new MmvaException($"None of the {inputs.Count} {what} could be encoded.");
    }
}
