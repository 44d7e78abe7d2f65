using Microsoft.Data.Sqlite;

namespace Mmva.Sqlite;

/// <summary>
/// The tables: one of items, and an R*Tree of points for each modality. The header of the file identifies the application and the version.
/// </summary>
internal static class Schema
{
    private const int ApplicationId = 0x4D4D5641; // "MMVA"
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE item (
            row INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            modality INTEGER NOT NULL,  -- 0 image, 1 music, 2 caption
            valence REAL NOT NULL,
            arousal REAL NOT NULL,
            payload TEXT,
            embedding BLOB              -- float32, little-endian
        ) STRICT;
        CREATE INDEX item_modality ON item (modality);
        CREATE VIRTUAL TABLE place_image USING rtree (row, valence, valence_end, arousal, arousal_end);
        CREATE VIRTUAL TABLE place_music USING rtree (row, valence, valence_end, arousal, arousal_end);
        CREATE VIRTUAL TABLE place_caption USING rtree (row, valence, valence_end, arousal, arousal_end);
        """;

    /// <summary>The R*Tree of a modality.</summary>
    public static string TreeOf(Modality modality) => modality switch
    {
        Modality.Image => "place_image",
        Modality.Music => "place_music",
        _ => "place_caption",
    };

    /// <summary>Creates the tables in a new file.</summary>
    /// <exception cref="EmotionIndexException">The file belongs to another application or to a later version.</exception>
    public static void Prepare(SqliteConnection connection, string path, Action begin)
    {
        if (IsOurs(connection, path)) return;
        begin();
        // another process may have been faster
        if (!IsOurs(connection, path)) Execute(connection, $"{Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};");
        Execute(connection, "COMMIT");
    }

    /// <summary>Reads the entire file and checks its structure.</summary>
    /// <exception cref="EmotionIndexException">The file is damaged.</exception>
    public static void Verify(SqliteConnection connection, string path)
    {
        if (Scalar(connection, "PRAGMA quick_check(1)") is not "ok" and var problem)
            throw new EmotionIndexException($"{path}: is damaged: {problem}. Restore it from a copy, or rebuild the index.");
    }

    /// <summary>
    /// Runs statements without parameters. Unlike a command it does not wait for other processes, so that the caller's wait can be canceled.
    /// </summary>
    public static void Execute(SqliteConnection connection, string sql) =>
        SqliteException.ThrowExceptionForRC(SQLitePCL.raw.sqlite3_exec(connection.Handle, sql), connection.Handle);

    private static bool IsOurs(SqliteConnection connection, string path)
    {
        var (application, version, tables) = Header(connection);
        if (application == ApplicationId)
        {
            return version == Version ? true : throw new EmotionIndexException(
                $"{path}: is an emotion index of version {version}; this library reads version {Version}. "
                + "Use the library that created it, or rebuild the index.");
        }
        return (application, version, tables) == (0, 0, 0) ? false : throw new EmotionIndexException(
            $"{path}: is an SQLite database of another application, not an emotion index. Use a separate file for the index.");
    }

    // one statement, so that another process cannot create the tables between two of the values
    private static (long Application, long Version, long Tables) Header(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
            FROM pragma_application_id, pragma_user_version
            """;
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Reads one value.</summary>
    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
