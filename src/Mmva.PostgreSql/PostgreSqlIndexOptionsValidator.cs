using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Mmva.PostgreSql;

internal sealed class PostgreSqlIndexOptionsValidator : IValidateOptions<PostgreSqlIndexOptions>
{
    private const int RetryCeiling = 1000;

    public ValidateOptionsResult Validate(string? name, PostgreSqlIndexOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (ProblemOfConnection(options.ConnectionString) is { } problem) problems.AddError(problem, nameof(options.ConnectionString));
        CheckName(options.Schema, TableNames.LongestName, nameof(options.Schema));
        CheckName(options.TablePrefix, TableNames.LongestPrefix, nameof(options.TablePrefix));
        if (options.MaxRetries is < 0 or > RetryCeiling) problems.AddError($"{options.MaxRetries} is not between 0 and {RetryCeiling}.", nameof(options.MaxRetries));
        return problems.Build();

        // PostgreSQL cuts longer names without a word
        void CheckName(string text, int longest, string property)
        {
            if (string.IsNullOrEmpty(text)) problems.AddError("is empty.", property);
            else if (text.Contains('\0') || Encoding.UTF8.GetByteCount(text) > longest) problems.AddError($"'{text}' has a NUL character or more than {longest} bytes.", property);
        }
    }

    // the text of a connection string may hold a password: it is in no message
    private static string? ProblemOfConnection(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "is empty; it looks like Host=localhost;Database=media;Username=mmva.";
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host) ? "names no Host." : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            return "is none that Npgsql understands; it looks like Host=localhost;Database=media;Username=mmva.";
        }
    }
}
