namespace Mmva.Data.Features;

/// <summary>Where features are kept and how inputs are fed to the encoder.</summary>
public sealed class FeatureCacheOptions
{
    /// <summary>The folder of the cache; made when missing.</summary>
    /// <value>The default is <c>features</c> below the working folder.</value>
    public string Folder { get; set; } = "features";

    /// <summary>Inputs that the encoder takes at once.</summary>
    /// <value>The default is 16.</value>
    public int BatchSize { get; set; } = 16;

    /// <summary>Inputs that are decoded ahead while the encoder works.</summary>
    /// <value>The default is 16.</value>
    public int DecodeAhead { get; set; } = 16;

    /// <summary>Inputs per file of the cache: what at most is lost when the work is killed.</summary>
    /// <value>The default is 512.</value>
    public int ShardSize { get; set; } = 512;
}
