using Npgsql;

namespace Mmva.PostgreSql;

/// <summary>Commands on an open connection.</summary>
internal static class Commands
{
    /// <summary>Executes without a timeout: the caller decides the size of a write, and the connection detects a lost server.</summary>
    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, parameters);
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<T> ScalarAsync<T>(
        this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public static async Task<List<EmotionItem>> ItemsAsync(
        this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var items = new List<EmotionItem>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) items.Add(ItemRows.Read(rows));
        return items;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter.Clone()); // a parameter can belong to only one command
        return command;
    }
}
