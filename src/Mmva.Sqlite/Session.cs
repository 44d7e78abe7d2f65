using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Mmva.Sqlite;

/// <summary>A connection with its prepared statements. Serves one thread at a time.</summary>
internal sealed class Session(SqliteConnection connection, string path) : IDisposable
{
    private const string Columns = "id, modality, valence, arousal, payload, embedding";
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public SqliteConnection Connection => connection;

    /// <summary>A statement with the values of its parameters, ?1 and so on.</summary>
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

    public EmotionItem? Find(string id) => ReadItem(Command($"SELECT {Columns} FROM item WHERE id = ?1", id));

    /// <exception cref="EmotionIndexException">The R*Tree has a row that the table of items has not.</exception>
    public EmotionItem Item(long row) => ReadItem(Command($"SELECT {Columns} FROM item WHERE row = ?1", row)) ?? throw Damaged($"item {row} is missing");

    /// <summary>A node of an R*Tree, as SQLite stores it.</summary>
    public byte[] Node(Modality modality, long number) =>
        Command($"SELECT data FROM {Schema.PlaceTable(modality)}_node WHERE nodeno = ?1", number).ExecuteScalar() as byte[] ?? throw Damaged($"node {number} of an R*Tree is missing");

    public EmotionIndexException Damaged(string what) => new($"{path}: is damaged: {what}. Restore it from a copy, or build the index anew.");

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        connection.Dispose();
    }

    private EmotionItem? ReadItem(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        if (!reader.Read()) return null;
        var modality = (Modality)reader.GetInt32(1);
        if (!Enum.IsDefined(modality)) throw Damaged($"item '{reader.GetString(0)}' has no modality");
        var embedding = reader.IsDBNull(5) ? [] : MemoryMarshal.Cast<byte, float>(reader.GetFieldValue<byte[]>(5)).ToArray();
        return new(reader.GetString(0), modality, new((float)reader.GetDouble(2), (float)reader.GetDouble(3)), reader.IsDBNull(4) ? null : reader.GetString(4), embedding);
    }
}
