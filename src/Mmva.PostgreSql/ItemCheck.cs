using Mmva.Tasks.Retrieval;

namespace Mmva.PostgreSql;

/// <summary>Refuses items before anything is sent.</summary>
internal static class ItemCheck
{
    private const int LongestId = 1024;

    /// <exception cref="EmotionIndexException">An item is invalid, or an id is there twice.</exception>
    public static void Check(IReadOnlyCollection<EmotionItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var ids = new HashSet<string>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (ProblemOf(item) is { } problem) throw new EmotionIndexException($"{problem} Nothing was written.");
            if (!ids.Add(item.Id)) throw new EmotionIndexException($"The id '{item.Id}' is twice among the items. Nothing was written.");
        }
    }

    private static string? ProblemOf(EmotionItem? item)
    {
        if (item is null) return "An item is null.";
        if (string.IsNullOrEmpty(item.Id)) return "An item has no id.";
        if (item.Id.Length > LongestId) return $"The id '{item.Id[..32]}…' has {item.Id.Length} characters, more than {LongestId}.";
        if (item.Id.Contains('\0') || ItemKey.TryOf(item.Id) is null) return $"The id '{item.Id}' has a NUL character or half a surrogate pair, which PostgreSQL cannot keep.";
        if (item.Payload is { } payload && !IsText(payload)) return $"The payload of '{item.Id}' has a NUL character or half a surrogate pair, which PostgreSQL cannot keep; write binary data in Base64.";
        if (!Enum.IsDefined(item.Modality)) return $"The modality {(int)item.Modality} of '{item.Id}' is none.";
        if (!float.IsFinite(item.Emotion.Valence) || !float.IsFinite(item.Emotion.Arousal)) return $"The place {item.Emotion} of '{item.Id}' is not finite.";
        return null;
    }

    private static bool IsText(string text) => !text.Contains('\0') && ItemKey.TryOf(text) is not null;
}
