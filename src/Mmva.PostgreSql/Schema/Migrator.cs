using Npgsql;

namespace Mmva.PostgreSql;

/// <summary>Brings the tables to the version that this program knows, step by step. Several processes may start at once: one works, the others wait for it.</summary>
internal sealed class Migrator(TableNames names, IReadOnlyList<string> steps)
{
    /// <summary>Whether nothing is left to do. Needs no rights beyond reading.</summary>
    /// <exception cref="EmotionIndexException">A newer program has changed the tables.</exception>
    public async Task<bool> IsDoneAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
        return version <= steps.Count
            ? version == steps.Count
            : throw new EmotionIndexException($"The emotion index in {names.Schema} of database '{connection.Database}' on {connection.Host} has version {version}, but this program knows versions up to {steps.Count}: use a newer Mmva.PostgreSql, or another schema.");
    }

    /// <summary>Does what is left, inside the caller's transaction.</summary>
    public async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // held until the transaction ends; the same for all indexes of a database, which are seldom made
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('Mmva.PostgreSql', 0))", [], cancellationToken).ConfigureAwait(false);
        if (await IsDoneAsync(connection, cancellationToken).ConfigureAwait(false)) return;
        if (!await connection.ScalarAsync<bool>("SELECT to_regnamespace($1) IS NOT NULL", [new NpgsqlParameter<string> { TypedValue = names.Schema }], cancellationToken).ConfigureAwait(false))
            await connection.ExecuteAsync($"CREATE SCHEMA {names.Schema}", [], cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"CREATE TABLE IF NOT EXISTS {names.Versions} (version int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())", [], cancellationToken).ConfigureAwait(false);
        for (var version = await VersionAsync(connection, cancellationToken).ConfigureAwait(false); version < steps.Count; version++)
        {
            await connection.ExecuteAsync(steps[version], [], cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync($"INSERT INTO {names.Versions} (version) VALUES ({version + 1})", [], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<bool>("SELECT to_regclass($1) IS NOT NULL", [new NpgsqlParameter<string> { TypedValue = names.Versions }], cancellationToken).ConfigureAwait(false)
            ? await connection.ScalarAsync<int>($"SELECT coalesce(max(version), 0) FROM {names.Versions}", [], cancellationToken).ConfigureAwait(false)
            : 0;
}
