using System.ComponentModel.DataAnnotations;
using System.Text;
using Npgsql;

namespace Mmva.PostgreSql;

/// <summary>A connection string with a host. It may contain a password, so that no message repeats it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionStringAttribute()
    : ValidationAttribute("{0} is not a connection string of Npgsql with a host; an example is Host=localhost;Database=media;Username=mmva.")
{
    public override bool IsValid(object? value)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(value as string).Host);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>A name, or a prefix of names, in the database. PostgreSQL truncates longer names silently.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DatabaseNameAttribute(int maxBytes)
    : ValidationAttribute($"{{0}} contains a NUL character, or has more than {maxBytes} bytes in UTF-8.")
{
    public override bool IsValid(object? value) => value is not string name || !name.Contains('\0') && Encoding.UTF8.GetByteCount(name) <= maxBytes;
}
