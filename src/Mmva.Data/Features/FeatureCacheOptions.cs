namespace Mmva.Data;

/// <summary>Where features are kept and how inputs are fed to the encoder.</summary>
public sealed class FeatureCacheOptions
{
    /// <summary>The default of <see cref="Folder"/>.</summary>
    public const string DefaultFolder = "features";

    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 16;

    /// <summary>The default of <see cref="DecodeAhead"/>.</summary>
    public const int DefaultDecodeAhead = 16;

    /// <summary>The default of <see cref="ShardSize"/>.</summary>
    public const int DefaultShardSize = 512;

    /// <summary>The folder of the cache; made when missing.</summary>
    /// <value>The default is <c>features</c> below the working folder.</value>
    public string Folder { get; set; } = DefaultFolder;

    /// <summary>Inputs that the encoder takes at once.</summary>
    /// <value>The default is 16.</value>
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>Inputs that are decoded ahead while the encoder works.</summary>
    /// <value>The default is 16.</value>
    public int DecodeAhead { get; set; } = DefaultDecodeAhead;

    /// <summary>Inputs per file of the cache: what at most is lost when the work is killed.</summary>
    /// <value>The default is 512.</value>
    public int ShardSize { get; set; } = DefaultShardSize;
}
