using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Settings of the emotion predictor and of the similarity of points.</summary>
public sealed class MmvaOptions
{
    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 16;

    /// <summary>σ of Eq. 1, exp(−distance / σ): the distance at which the similarity of two points falls to 1/e.</summary>
    /// <value>
    /// The default is <see langword="null"/>: <see cref="MmvaModelOptions.Sigma"/> of the registered model,
    /// or <see cref="EmotionalSimilarity.ImemnetSigma"/> if there is no model or it does not contain σ.
    /// </value>
    [Range(1e-6, 1e6)]
    public double? Sigma { get; set; }

    /// <summary>The number of inputs that an encoder processes at once; larger calls are split into batches of this size.</summary>
    /// <value>The default is <see cref="DefaultBatchSize"/>.</value>
    [Range(1, 4096)]
    public int BatchSize { get; set; } = DefaultBatchSize;
}

[OptionsValidator]
internal sealed partial class MmvaOptionsValidator : IValidateOptions<MmvaOptions>;
