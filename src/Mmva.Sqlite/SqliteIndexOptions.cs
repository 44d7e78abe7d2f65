using Microsoft.Extensions.Options;

namespace Mmva.Sqlite;

/// <summary>Where an emotion index lies in SQLite, and how it is opened.</summary>
public sealed class SqliteIndexOptions
{
    /// <summary>The file; made if it is missing. Two more files, -wal and -shm, stand beside it while it is in use.</summary>
    /// <value>There is no default.</value>
    public string Path { get; set; } = "";

    /// <summary>How long a write waits for the write of another process, up to an hour.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the file's structure is checked whole when it is opened. That reads all of it: leave it out for files of many gigabytes; damage is then noticed where it is met.</summary>
    /// <value>The default is true.</value>
    public bool VerifyOnOpen { get; set; } = true;
}

internal sealed class SqliteIndexOptionsValidator : IValidateOptions<SqliteIndexOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteIndexOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (string.IsNullOrWhiteSpace(options.Path)) problems.AddError("is empty; it names the index's file.", nameof(options.Path));
        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > TimeSpan.FromHours(1)) problems.AddError($"{options.BusyTimeout:c} is not between zero and an hour.", nameof(options.BusyTimeout));
        return problems.Build();
    }
}
