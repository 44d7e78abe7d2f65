using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Mmva.PostgreSql;

/// <summary>A connection string or a URI with a host. It may contain a password, so that no message repeats it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionStringAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        try
        {
            PostgreSqlAddress.Parse(value as string);
            return ValidationResult.Success;
        }
        catch (FormatException e)
        {
            return new($"{validationContext.DisplayName} {e.Message}", [validationContext.MemberName!]);
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
