using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>How many files are decoded ahead and encoded together.</summary>
public sealed class FileBatchOptions
{
    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>The default of <see cref="MaxBatchBytes"/>: 64 MiB, which are two photos of 12 megapixels, or one song.</summary>
    public const long DefaultMaxBatchBytes = 64 << 20;

    /// <summary>The largest number of inputs of one modality that go through an encoder together.</summary>
    /// <value>The default is <see cref="DefaultBatchSize"/>.</value>
    [Range(1, 4096)]
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>The decoded bytes at which a batch is complete. It bounds the memory: one such batch per modality waits at a time.</summary>
    /// <value>The default is <see cref="DefaultMaxBatchBytes"/>.</value>
    [Range(1L, long.MaxValue)]
    public long MaxBatchBytes { get; set; } = DefaultMaxBatchBytes;

    /// <summary>How many inputs are decoded ahead of the encoder, or <see langword="null"/> for one more than there are processors.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    [Range(1, 4096)]
    public int? DecodeAhead { get; set; }
}

[OptionsValidator]
internal sealed partial class FileBatchOptionsValidator : IValidateOptions<FileBatchOptions>;
