using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Extensions.AI;

/// <summary>Settings of <see cref="EmotionEnricher"/>.</summary>
public sealed class EmotionEnricherOptions
{
    /// <summary>
    /// The number of texts that are predicted together, from 1 to 4096: so many are read from the source before the first one is returned.
    /// </summary>
    /// <value>The default is <see cref="MmvaOptions.DefaultBatchSize"/>.</value>
    [Range(1, 4096)]
    public int BatchSize { get; set; } = MmvaOptions.DefaultBatchSize;

    /// <summary>
    /// Names the mood of a point, such as the <c>NameOf</c> of a mood vocabulary; its <see langword="null"/> means that no word fits. It must be
    /// thread-safe.
    /// </summary>
    /// <value>The default is <see langword="null"/>: no mood is added.</value>
    public Func<ValenceArousal, string?>? Mood { get; set; }
}

[OptionsValidator]
internal sealed partial class EmotionEnricherOptionsValidator : IValidateOptions<EmotionEnricherOptions>;
