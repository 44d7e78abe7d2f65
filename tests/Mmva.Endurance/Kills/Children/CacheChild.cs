using System.CommandLine;
using Mmva.Data;

namespace Mmva.Endurance.Kills.Children;

/// <summary>Encodes texts into a cache of features, and prints how many are done.</summary>
internal static class CacheChild
{
    public const string Name = "child-cache";
    public const int Texts = 400, ShardSize = 16, BatchSize = 4;

    public static Command Command()
    {
        var folder = new Argument<string>("FOLDER");
        var command = new Command(Name) { folder };
        command.Hidden = true;
        command.SetAction((line, cancellationToken) => RunAsync(line.GetRequiredValue(folder), cancellationToken));
        return command;
    }

    public static FeatureCacheOptions OptionsOf(string folder) => new() { Folder = folder, ShardSize = ShardSize, BatchSize = BatchSize };

    private static async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Console.WriteLine("begins");
        var inputs = Enumerable.Range(0, Texts).Select(i => FeatureInput.Text($"text {i}")).ToList();
        using var set = await new FeatureCache(OptionsOf(folder)).EncodeAsync(new SlowTextEncoder(), inputs, new Lines(), cancellationToken);
        Console.WriteLine($"complete {set.Count}");
        return 0;
    }

    // at once, unlike Progress<T>
    private sealed class Lines : IProgress<EncodingProgress>
    {
        public void Report(EncodingProgress value) => Console.WriteLine($"done {value.Done} {value.FromCache}");
    }
}

/// <summary>Features that follow from the text; some milliseconds a batch.</summary>
internal sealed class SlowTextEncoder : IModalityEncoder<string>
{
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(3);

    public EncoderMetadata Metadata { get; } = new("slow-texts", 2, 16, "MIT", "none", "slow-texts-1");

    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        await Task.Delay(BatchTime, cancellationToken);
        return FeatureBatch.FromRows(2, 16, inputs.Select(text => (ReadOnlyMemory<float>)Values(text)));
    }

    private static float[] Values(string text)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        return [.. Enumerable.Range(0, 32).Select(i => hash[i] / 255f - 0.5f)];
    }
}
