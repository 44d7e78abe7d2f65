using Npgsql;

namespace Mmva.PostgreSql;

/// <summary>One command on an open connection.</summary>
internal static class Commands
{
    /// <summary>Waits as long as it takes: the size of a write is the caller's, and a lost server is noticed by the connection.</summary>
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, parameters);
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<T> ScalarAsync<T>(this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter.Clone()); // one parameter belongs to one command
        return command;
    }
}
