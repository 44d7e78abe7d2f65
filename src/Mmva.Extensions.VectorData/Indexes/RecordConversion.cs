using System.Linq.Expressions;
using System.Runtime.InteropServices;

namespace Mmva.Extensions.VectorData;

/// <summary>Converts items to records and back.</summary>
internal static class RecordConversion
{
    private const string Image = "image", Music = "music", Caption = "caption";

    public static EmotionRecord ToRecord(EmotionItem item) => new()
    {
        Id = item.Id,
        Modality = NameOf(item.Modality),
        Emotion = new[] { item.Emotion.Valence, item.Emotion.Arousal },
        Payload = item.Payload,
        Embedding = item.Embedding.IsEmpty ? null : Convert.ToBase64String(MemoryMarshal.AsBytes(item.Embedding.Span)),
    };

    /// <exception cref="EmotionIndexException">The record is none that <see cref="ToRecord"/> wrote.</exception>
    public static EmotionItem ToItem(EmotionRecord record)
    {
        if (record.Emotion.Length != 2)
            throw Damaged(record, $"its vector has {record.Emotion.Length} values instead of 2: valence and arousal");
        var emotion = new ValenceArousal(record.Emotion.Span[0], record.Emotion.Span[1]);
        var modality = record.Modality switch
        {
            Image => Mmva.Modality.Image,
            Music => Mmva.Modality.Music,
            Caption => Mmva.Modality.Caption,
            _ => throw Damaged(record, $"'{record.Modality}' is not a modality"),
        };
        return new(record.Id, modality, emotion, record.Payload, EmbeddingOf(record));
    }

    /// <summary>The filter of one modality, or one that every record passes; stores translate comparisons, but not always constants.</summary>
    public static Expression<Func<EmotionRecord, bool>> FilterOf(Modality? modality)
    {
        if (modality is null) return record => record.Modality == Image || record.Modality == Music || record.Modality == Caption;
        var name = NameOf(modality.Value);
        return record => record.Modality == name;
    }

    private static string NameOf(Modality modality) => modality switch
    {
        Mmva.Modality.Image => Image,
        Mmva.Modality.Music => Music,
        _ => Caption,
    };

    private static float[] EmbeddingOf(EmotionRecord record)
    {
        if (string.IsNullOrEmpty(record.Embedding)) return [];
        var bytes = new byte[record.Embedding.Length / 4 * 3];
        return Convert.TryFromBase64String(record.Embedding, bytes, out var count) && count % sizeof(float) == 0
            ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, count)).ToArray()
            : throw Damaged(record, "its embedding is not Base64 of 32-bit floats");
    }

    private static EmotionIndexException Damaged(EmotionRecord record, string why) =>
        new($"The record '{record.Id}' is not an item of an emotion index: {why}. Delete it, or use another collection.");
}
