using System.Buffers.Binary;
using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Mmva.PostgreSql;

/// <summary>Converts items to rows and back.</summary>
internal static class ItemRows
{
    /// <summary>The columns of <see cref="Arrays"/> and <see cref="CopyAsync"/>, in their order.</summary>
    public const string Columns = "key, id, modality, valence, arousal, payload, embedding";

    /// <summary>The columns of <see cref="Read"/>, in their order.</summary>
    public const string Selected = "id, modality, place[0] AS valence, place[1] AS arousal, payload, embedding";

    private const string ArraySource =
        $"unnest($1::bytea[], $2::text[], $3::smallint[], $4::real[], $5::real[], $6::text[], $7::bytea[]) AS staged ({Columns})";

    private const string StagingTable = "mmva_staged";

    private const string CreateStagingTable = $"""
        CREATE TEMPORARY TABLE {StagingTable} (key bytea, id text, modality smallint, valence real, arousal real, payload text, embedding bytea)
        ON COMMIT DROP
        """;

    private const int FewestToCopy = 256; // for fewer items a temporary table costs more than it saves

    /// <summary>Sends items to the server.</summary>
    /// <returns>The source for a FROM clause, and its parameters.</returns>
    public static async Task<(string Source, NpgsqlParameter[] Parameters)> StageAsync(
        NpgsqlConnection connection, IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken)
    {
        if (items.Count < FewestToCopy) return (ArraySource, Arrays(items));
        await connection.ExecuteAsync(CreateStagingTable, [], cancellationToken).ConfigureAwait(false);
        await CopyAsync(connection, items, cancellationToken).ConfigureAwait(false);
        return ($"pg_temp.{StagingTable} AS staged", []);
    }

    public static EmotionItem Read(DbDataReader row) => new(
        row.GetString(0), (Modality)row.GetInt16(1), new ValenceArousal((float)row.GetDouble(2), (float)row.GetDouble(3)),
        row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? default : FromBytes(row.GetFieldValue<byte[]>(5)));

    private static NpgsqlParameter[] Arrays(IReadOnlyCollection<EmotionItem> items) =>
    [
        new NpgsqlParameter<byte[][]> { TypedValue = [.. items.Select(item => ItemKey.Of(item.Id))] },
        new NpgsqlParameter<string[]> { TypedValue = [.. items.Select(item => item.Id)] },
        new NpgsqlParameter<short[]> { TypedValue = [.. items.Select(item => (short)item.Modality)] },
        new NpgsqlParameter<float[]> { TypedValue = [.. items.Select(item => item.Emotion.Valence)] },
        new NpgsqlParameter<float[]> { TypedValue = [.. items.Select(item => item.Emotion.Arousal)] },
        new NpgsqlParameter<string?[]> { TypedValue = [.. items.Select(item => item.Payload)] },
        new NpgsqlParameter<byte[]?[]> { TypedValue = [.. items.Select(item => item.Embedding.IsEmpty ? null : ToBytes(item.Embedding.Span))] },
    ];

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken)
    {
        const string copy = $"COPY {StagingTable} ({Columns}) FROM STDIN (FORMAT binary)";
        await using var rows = await connection.BeginBinaryImportAsync(copy, cancellationToken).ConfigureAwait(false);
        foreach (var item in items)
        {
            await rows.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(ItemKey.Of(item.Id), NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(item.Id, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync((short)item.Modality, NpgsqlDbType.Smallint, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(item.Emotion.Valence, NpgsqlDbType.Real, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(item.Emotion.Arousal, NpgsqlDbType.Real, cancellationToken).ConfigureAwait(false);
            if (item.Payload is null) await rows.WriteNullAsync(cancellationToken).ConfigureAwait(false);
            else await rows.WriteAsync(item.Payload, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            if (item.Embedding.IsEmpty) await rows.WriteNullAsync(cancellationToken).ConfigureAwait(false);
            else await rows.WriteAsync(ToBytes(item.Embedding.Span), NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
        }
        await rows.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static byte[] ToBytes(ReadOnlySpan<float> values)
    {
        var bytes = new byte[sizeof(float) * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), values[i]);
        return bytes;
    }

    private static float[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(sizeof(float) * i)..]);
        return values;
    }
}
