using System.Numerics.Tensors;

namespace Mmva;

/// <summary>An item of an emotion index: an image, a piece of music or a caption with its point on the emotion plane.</summary>
/// <param name="Id">Identifies the item in the index; compared ordinally. Not empty, at most <see cref="MaxIdLength"/> characters.</param>
/// <param name="Modality">The modality of the item.</param>
/// <param name="Emotion">Its valence and arousal; finite.</param>
/// <param name="Payload">
/// Data that the host stores with the item, such as a path, a title or JSON, or <see langword="null"/> for none.
/// At most <see cref="MaxPayloadLength"/> characters.
/// </param>
/// <param name="Embedding">
/// The output of the neck (512 values in the paper), kept for re-ranking by the similarity head; finite. Empty for none.
/// At most <see cref="MaxEmbeddingLength"/> values.
/// </param>
/// <remarks>Id and payload must be text that every store can keep: well-formed Unicode without U+0000.</remarks>
public sealed record EmotionItem(
    string Id, Modality Modality, ValenceArousal Emotion, string? Payload = null, ReadOnlyMemory<float> Embedding = default)
{
    /// <summary>The most characters (UTF-16) of an id.</summary>
    public const int MaxIdLength = 1024;

    /// <summary>The most characters (UTF-16) of a payload.</summary>
    public const int MaxPayloadLength = 1 << 20;

    /// <summary>The most values of an embedding.</summary>
    public const int MaxEmbeddingLength = 1 << 16;

    /// <summary>The check that every index makes before it accepts an item.</summary>
    /// <exception cref="EmotionIndexException">The item cannot be stored; the message names it and the reason.</exception>
    internal void ThrowIfInvalid()
    {
        if (string.IsNullOrEmpty(Id)) throw new EmotionIndexException("An item has no id: give each item a unique id, such as a path or a key.");
        if (Id.Length > MaxIdLength)
            throw new EmotionIndexException($"The id '{Id[..40]}…' has {Id.Length} characters; at most {MaxIdLength} are supported.");
        if (!IsStorable(Id)) throw Refused("its id contains an unpaired surrogate or U+0000, which not every store can keep");
        if (!Enum.IsDefined(Modality)) throw Refused($"{(int)Modality} is not a modality");
        if (!Emotion.IsFinite) throw Refused($"its emotion {Emotion} is not finite");
        if (Payload is { Length: > MaxPayloadLength })
        {
            throw Refused(
                $"its payload has {Payload.Length} characters, and at most {MaxPayloadLength} are supported; "
                + "store large data elsewhere and keep its address");
        }
        if (Payload is not null
            && !IsStorable(Payload)) throw Refused("its payload contains an unpaired surrogate or U+0000, which not every store can keep");
        if (Embedding.Length > MaxEmbeddingLength) throw Refused(
            $"its embedding has {Embedding.Length} values, and at most {MaxEmbeddingLength} are supported");
        if (!Embedding.IsEmpty && !TensorPrimitives.IsFiniteAll(Embedding.Span)) throw Refused("its embedding has non-finite values");
    }

    /// <summary>The check that every index makes before it writes a batch: each item, and that no id appears twice.</summary>
    /// <exception cref="EmotionIndexException">An item cannot be stored, or an id appears twice; the message names it.</exception>
    internal static void ThrowIfInvalid(IReadOnlyCollection<EmotionItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var ids = new HashSet<string>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item is null) throw new EmotionIndexException("One of the items is null.");
            item.ThrowIfInvalid();
            if (!ids.Add(item.Id)) throw EmotionIndexException.Duplicate(item.Id);
        }
    }

    /// <summary>Whether every store can keep a text: well-formed Unicode without U+0000. No index contains an id that is not storable.</summary>
    internal static bool IsStorable(string text)
    {
        if (text.Contains('\0')) return false;
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }

    private EmotionIndexException Refused(string why) => new($"The item '{Id}' cannot be indexed: {why}.");
}
