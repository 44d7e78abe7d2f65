using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>The folder of the features, and the sizes of batches and files.</summary>
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
    /// <value>The default is <see cref="DefaultFolder"/>, in the working folder.</value>
    [Required]
    public string Folder { get; set; } = DefaultFolder;

    /// <summary>The number of inputs that are encoded at once.</summary>
    /// <value>The default is <see cref="DefaultBatchSize"/>.</value>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>The number of inputs that are decoded ahead of the encoder.</summary>
    /// <value>The default is <see cref="DefaultDecodeAhead"/>.</value>
    [Range(1, int.MaxValue)]
    public int DecodeAhead { get; set; } = DefaultDecodeAhead;

    /// <summary>The number of inputs per file of the cache. If the process is killed, at most this many are lost.</summary>
    /// <value>The default is <see cref="DefaultShardSize"/>.</value>
    [Range(1, int.MaxValue)]
    public int ShardSize { get; set; } = DefaultShardSize;

    /// <summary>
    /// The bytes that all files of the folder may have together: when new ones are written, the oldest are deleted. Or <see langword="null"/> for no
    /// limit.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    [Range(1L, long.MaxValue)]
    public long? MaxBytes { get; set; }

    /// <summary>
    /// A folder for features that the programs of a user share: <c>mmva/features</c> in <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>, in
    /// <c>~/Library/Caches</c> on macOS, and in the local application data on Windows. Nothing is written there unless a host asks for it.
    /// </summary>
    public static string UserFolder => Path.Combine(UserCaches, "mmva", "features");

    private static string UserCaches
    {
        get
        {
            if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Caches");
            // the specification of the variable: relative paths are ignored
            return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches && Path.IsPathRooted(caches)
                ? caches : Path.Combine(home, ".cache");
        }
    }

    internal FeatureCacheOptions Clone() => (FeatureCacheOptions)MemberwiseClone();
}

[OptionsValidator]
internal sealed partial class FeatureCacheOptionsValidator : IValidateOptions<FeatureCacheOptions>;
