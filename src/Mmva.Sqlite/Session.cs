using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Mmva.Sqlite;

/// <summary>A connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class Session(SqliteConnection connection, string path) : IDisposable
{
    private const string Columns = "id, modality, valence, arousal, payload, embedding";
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public SqliteConnection Connection => connection;

    /// <summary>For a file that SQLite takes for unchangeable: its state when it was opened.</summary>
    public Database.FileState? Unchanged { get; init; }

    /// <summary>A prepared statement with the values of its parameters ?1, ?2, ….</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
            _prepared.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    public EmotionItem? Find(string id) => FirstItem(Command($"SELECT {Columns} FROM item WHERE id = ?1", id));

    /// <exception cref="EmotionIndexException">The row is in an R*Tree, but not in the table of items.</exception>
    public EmotionItem Item(long row) =>
        FirstItem(Command($"SELECT {Columns} FROM item WHERE row = ?1", row)) ?? throw Damaged($"item {row} is missing");

    /// <summary>Reads the items of one modality, or all for <see langword="null"/>, one by one.</summary>
    public IEnumerable<EmotionItem> Items(Modality? modality)
    {
        var command = modality is { } one
            ? Command($"SELECT {Columns} FROM item WHERE modality = ?1", (long)one)
            : Command($"SELECT {Columns} FROM item");
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return ReadItem(reader);
    }

    /// <summary>Reads the items in a region, of one modality, or of all for <see langword="null"/>, one by one.</summary>
    public IEnumerable<EmotionItem> Items(EmotionRegion region, Modality? modality)
    {
        // an R*Tree compares its 32-bit coordinates with doubles, so that nothing is rounded; CROSS JOIN makes it the outer loop
        foreach (var one in modality is { } given ? [given] : Enum.GetValues<Modality>())
        {
            var command = Command(
                $"SELECT {Columns} FROM (SELECT row AS found FROM {Schema.TreeOf(one)} "
                + "WHERE valence >= ?1 AND valence_end <= ?2 AND arousal >= ?3 AND arousal_end <= ?4) CROSS JOIN item ON item.row = found",
                (double)region.MinValence, (double)region.MaxValence, (double)region.MinArousal, (double)region.MaxArousal);
            using var reader = command.ExecuteReader();
            while (reader.Read()) yield return ReadItem(reader);
        }
    }

    /// <summary>A node of an R*Tree as SQLite stores it.</summary>
    public byte[] Node(Modality modality, long number) =>
        Command($"SELECT data FROM {Schema.TreeOf(modality)}_node WHERE nodeno = ?1", number).ExecuteScalar() as byte[]
        ?? throw Damaged($"node {number} of an R*Tree is missing");

    public EmotionIndexException Damaged(string what) => new($"{path}: is damaged: {what}. Restore it from a copy, or rebuild the index.");

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        connection.Dispose();
    }

    private EmotionItem? FirstItem(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        return reader.Read() ? ReadItem(reader) : null;
    }

    private EmotionItem ReadItem(SqliteDataReader reader)
    {
        var modality = (Modality)reader.GetInt32(1);
        if (!Enum.IsDefined(modality)) throw Damaged($"item '{reader.GetString(0)}' has no modality");
        var emotion = new ValenceArousal((float)reader.GetDouble(2), (float)reader.GetDouble(3));
        var embedding = reader.IsDBNull(5) ? [] : MemoryMarshal.Cast<byte, float>(reader.GetFieldValue<byte[]>(5)).ToArray();
        return new(reader.GetString(0), modality, emotion, reader.IsDBNull(4) ? null : reader.GetString(4), embedding);
    }
}
