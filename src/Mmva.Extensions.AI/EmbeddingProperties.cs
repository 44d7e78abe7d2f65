using Microsoft.Extensions.AI;

namespace Mmva.Extensions.AI;

/// <summary>The names in <c>AdditionalProperties</c> of what an encoder's generator reports in addition to Microsoft.Extensions.AI.</summary>
public static class EmbeddingProperties
{
    /// <summary>Of the result: feature vectors per input, an <see cref="int"/>.</summary>
    public const string Layers = "mmva.layers";

    /// <summary>Of the result: values per feature vector, an <see cref="int"/>.</summary>
    public const string Width = "mmva.width";

    /// <summary>Of the result: the license of the weights.</summary>
    public const string License = "mmva.license";

    /// <summary>Of the result: changes with weights, precision and preprocessing.</summary>
    public const string Fingerprint = "mmva.fingerprint";

    /// <summary>
    /// Of one <see cref="Embedding"/>: the notices of its input, such as a truncation, as a list of strings. Absent if there are none.
    /// </summary>
    public const string Notices = "mmva.notices";
}
