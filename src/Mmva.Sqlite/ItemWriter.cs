using System.Runtime.InteropServices;

namespace Mmva.Sqlite;

/// <summary>Writes items to the tables, inside a transaction.</summary>
internal sealed class ItemWriter(Session session)
{
    /// <exception cref="EmotionIndexException">The id already exists.</exception>
    public void Add(EmotionItem item)
    {
        if (RowOf(item.Id) is not null) throw EmotionIndexException.Exists(item.Id);
        Insert(item);
    }

    public void Upsert(EmotionItem item)
    {
        Remove(item.Id);
        Insert(item);
    }

    /// <returns>Whether the item existed.</returns>
    public bool Remove(string id)
    {
        if (RowOf(id) is not var (row, modality)) return false;
        session.Command($"DELETE FROM {Schema.TreeOf(modality)} WHERE row = ?1", row).ExecuteNonQuery();
        session.Command("DELETE FROM item WHERE row = ?1", row).ExecuteNonQuery();
        return true;
    }

    private void Insert(EmotionItem item)
    {
        var embedding = item.Embedding.IsEmpty ? null : MemoryMarshal.AsBytes(item.Embedding.Span).ToArray();
        var (valence, arousal) = ((double)item.Emotion.Valence, (double)item.Emotion.Arousal);
        var row = session.Command(
            "INSERT INTO item (id, modality, valence, arousal, payload, embedding) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING row",
            item.Id, (long)item.Modality, valence, arousal, item.Payload, embedding).ExecuteScalar();
        session.Command($"INSERT INTO {Schema.TreeOf(item.Modality)} VALUES (?1, ?2, ?2, ?3, ?3)", row, valence, arousal).ExecuteNonQuery();
    }

    private (long Row, Modality Modality)? RowOf(string id)
    {
        using var reader = session.Command("SELECT row, modality FROM item WHERE id = ?1", id).ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), (Modality)reader.GetInt32(1)) : null;
    }
}
