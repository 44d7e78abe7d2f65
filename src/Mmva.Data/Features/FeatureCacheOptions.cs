using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Where features are kept, and how inputs are fed to the encoder.</summary>
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

    /// <summary>The folder of the cache; created when missing.</summary>
    /// <value>The default is <c>features</c> below the working folder.</value>
    [Required]
    public string Folder { get; set; } = DefaultFolder;

    /// <summary>Inputs that the encoder takes at once.</summary>
    /// <value>The default is 16.</value>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>Inputs that are decoded ahead while the encoder works.</summary>
    /// <value>The default is 16.</value>
    [Range(1, int.MaxValue)]
    public int DecodeAhead { get; set; } = DefaultDecodeAhead;

    /// <summary>Inputs per file of the cache. If the process is killed, at most as many are lost.</summary>
    /// <value>The default is 512.</value>
    [Range(1, int.MaxValue)]
    public int ShardSize { get; set; } = DefaultShardSize;
}

[OptionsValidator]
internal sealed partial class FeatureCacheOptionsValidator : IValidateOptions<FeatureCacheOptions>;
