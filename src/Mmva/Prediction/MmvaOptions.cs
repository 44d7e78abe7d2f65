using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Settings of the emotion predictor.</summary>
public sealed class MmvaOptions
{
    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 16;

    /// <summary>The scale of Eq. 1, exp(−distance / σ): the distance on the emotion plane at which the similarity falls to 1/e.</summary>
    /// <value>The default is 0.3563004, the constant of IMEMNet.</value>
    [Range(1e-6, 1e6)]
    public double Sigma { get; set; } = EmotionalSimilarity.ImemnetSigma;

    /// <summary>How many inputs go through an encoder at once; larger calls are cut into batches of this size.</summary>
    /// <value>The default is 16.</value>
    [Range(1, 4096)]
    public int BatchSize { get; set; } = DefaultBatchSize;
}

[OptionsValidator]
internal sealed partial class MmvaOptionsValidator : IValidateOptions<MmvaOptions>;
