using Npgsql;

namespace Mmva.PostgreSql;

/// <summary>Upgrades the tables to the current version, step by step. If several processes start at once, one upgrades and the others wait.</summary>
internal sealed class Migrator(TableNames names, IReadOnlyList<string> steps)
{
    /// <summary>Whether the tables are up to date. Needs only the right to read.</summary>
    /// <exception cref="EmotionIndexException">The tables are of a newer version.</exception>
    public async Task<bool> IsDoneAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
        return version <= steps.Count
            ? version == steps.Count
            : throw new EmotionIndexException(
                $"The emotion index in {names.Schema} of database '{connection.Database}' on {connection.Host} has version {version}, but this "
                + $"library supports versions up to {steps.Count}: use a newer Mmva.PostgreSql, or another schema.");
    }

    /// <summary>Runs the remaining steps, inside the caller's transaction.</summary>
    public async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // held until the transaction ends; shared by all indexes of a database, which are rarely created
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('Mmva.PostgreSql', 0))", [], cancellationToken)
            .ConfigureAwait(false);
        if (await IsDoneAsync(connection, cancellationToken).ConfigureAwait(false)) return;
        if (!await ExistsAsync(connection, "to_regnamespace", names.Schema, cancellationToken).ConfigureAwait(false))
            await connection.ExecuteAsync($"CREATE SCHEMA {names.Schema}", [], cancellationToken).ConfigureAwait(false);
        var versions = $"CREATE TABLE IF NOT EXISTS {names.Versions} (version int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())";
        await connection.ExecuteAsync(versions, [], cancellationToken).ConfigureAwait(false);
        for (var version = await VersionAsync(connection, cancellationToken).ConfigureAwait(false); version < steps.Count; version++)
        {
            await connection.ExecuteAsync(steps[version], [], cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync($"INSERT INTO {names.Versions} (version) VALUES ({version + 1})", [], cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await ExistsAsync(connection, "to_regclass", names.Versions, cancellationToken).ConfigureAwait(false)
            ? await connection.ScalarAsync<int>($"SELECT coalesce(max(version), 0) FROM {names.Versions}", [], cancellationToken)
                .ConfigureAwait(false)
            : 0;

    private static Task<bool> ExistsAsync(NpgsqlConnection connection, string lookUp, string name, CancellationToken cancellationToken) =>
        connection.ScalarAsync<bool>($"SELECT {lookUp}($1) IS NOT NULL", [new NpgsqlParameter<string> { TypedValue = name }], cancellationToken);
}
