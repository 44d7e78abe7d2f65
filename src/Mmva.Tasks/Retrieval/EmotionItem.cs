using System.Numerics.Tensors;

namespace Mmva;

/// <summary>What an emotion index holds: a picture, a piece of music or a caption at its place on the emotion plane.</summary>
/// <param name="Id">Tells the item from all others of the index; compared ordinally. Not empty, at most <see cref="MaxIdLength"/> characters.</param>
/// <param name="Modality">What the item is.</param>
/// <param name="Emotion">Its valence and arousal; finite.</param>
/// <param name="Payload">Whatever the host wants back with it: a path, a title, JSON. Null for nothing. At most <see cref="MaxPayloadLength"/> characters.</param>
/// <param name="Embedding">What the neck gave (512 numbers in the paper), kept for re-ranking by the similarity predictor; finite. Empty where none is kept.</param>
/// <remarks>Id and payload are text that any store can keep: whole Unicode characters, U+0000 not among them.</remarks>
public sealed record EmotionItem(string Id, Modality Modality, ValenceArousal Emotion, string? Payload = null, ReadOnlyMemory<float> Embedding = default)
{
    /// <summary>Characters (UTF-16) of the longest id.</summary>
    public const int MaxIdLength = 1024;

    /// <summary>Characters (UTF-16) of the longest payload.</summary>
    public const int MaxPayloadLength = 1 << 20;

    /// <summary>Numbers of the longest embedding.</summary>
    public const int MaxEmbeddingLength = 1 << 16;

    /// <summary>What every index checks before it takes an item.</summary>
    /// <exception cref="EmotionIndexException">The item cannot be kept; the message names it and says why.</exception>
    public void ThrowIfInvalid()
    {
        if (string.IsNullOrEmpty(Id)) throw new EmotionIndexException("An item has no id: give each item an id of its own, a path or a key for example.");
        if (Id.Length > MaxIdLength) throw new EmotionIndexException($"The id '{Id[..40]}…' has {Id.Length} characters, at most {MaxIdLength} are kept.");
        if (!IsStorable(Id)) throw Refused("the id has an unpaired surrogate or U+0000, which not every store can keep");
        if (!Enum.IsDefined(Modality)) throw Refused($"{(int)Modality} is no modality");
        if (!float.IsFinite(Emotion.Valence) || !float.IsFinite(Emotion.Arousal)) throw Refused($"its emotion {Emotion} is not finite");
        if (Payload is { Length: > MaxPayloadLength }) throw Refused($"its payload has {Payload.Length} characters, at most {MaxPayloadLength} are kept; store what is large elsewhere and keep its address");
        if (Payload is not null && !IsStorable(Payload)) throw Refused("its payload has an unpaired surrogate or U+0000, which not every store can keep");
        if (Embedding.Length > MaxEmbeddingLength) throw Refused($"its embedding has {Embedding.Length} numbers, at most {MaxEmbeddingLength} are kept");
        if (!Embedding.IsEmpty && !TensorPrimitives.IsFiniteAll(Embedding.Span)) throw Refused("its embedding has numbers that are not finite");
    }

    /// <summary>What every index checks before it writes a batch: each item, and that no id is there twice.</summary>
    /// <exception cref="EmotionIndexException">An item cannot be kept, or an id is there twice; the message names it.</exception>
    public static void ThrowIfInvalid(IReadOnlyCollection<EmotionItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var ids = new HashSet<string>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item is null) throw new EmotionIndexException("One of the items is null.");
            item.ThrowIfInvalid();
            if (!ids.Add(item.Id)) throw EmotionIndexException.Twice(item.Id);
        }
    }

    /// <summary>Whether every store can keep a text: whole Unicode characters, U+0000 not among them. An id of any other kind is in no index.</summary>
    public static bool IsStorable(string text)
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
