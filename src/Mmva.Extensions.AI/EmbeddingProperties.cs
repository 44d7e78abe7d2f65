using Microsoft.Extensions.AI;

namespace Mmva.Extensions.AI;

/// <summary>The names under which an encoder's generator tells more than Microsoft.Extensions.AI asks for, in <c>AdditionalProperties</c>.</summary>
public static class EmbeddingProperties
{
    /// <summary>Of the result: feature vectors per input, an <see cref="int"/>.</summary>
    public const string Layers = "mmva.layers";

    /// <summary>Of the result: numbers per feature vector, an <see cref="int"/>.</summary>
    public const string Width = "mmva.width";

    /// <summary>Of the result: the license of the weights.</summary>
    public const string License = "mmva.license";

    /// <summary>Of the result: what changes when weights, precision or preprocessing change.</summary>
    public const string Fingerprint = "mmva.fingerprint";

    /// <summary>Of one <see cref="Embedding"/>: what was not taken of its input, a list of strings. Absent where it was taken whole.</summary>
    public const string Notices = "mmva.notices";
}
