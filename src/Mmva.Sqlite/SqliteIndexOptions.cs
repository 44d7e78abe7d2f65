using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Sqlite;

/// <summary>Settings of an emotion index in SQLite.</summary>
public sealed class SqliteIndexOptions
{
    /// <summary>The file; created if it is missing. Two more files, -wal and -shm, exist next to it while it is in use.</summary>
    /// <value>There is no default.</value>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>How long a write waits for writes of other processes, up to an hour.</summary>
    /// <value>The default is 30 seconds.</value>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether the structure of the file is verified when it is opened. That reads the entire file: turn it off for files of many gigabytes; damage
    /// is then
    /// detected where it is encountered.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool VerifyOnOpen { get; set; } = true;
}

[OptionsValidator]
internal sealed partial class SqliteIndexOptionsValidator : IValidateOptions<SqliteIndexOptions>;
