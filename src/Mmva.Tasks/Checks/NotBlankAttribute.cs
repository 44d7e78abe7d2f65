using System.ComponentModel.DataAnnotations;

namespace Mmva.Tasks;

/// <summary>An optional text that must not be empty or white space if it is set.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotBlankAttribute() : ValidationAttribute("{0} is empty; set it to null if it is not used.")
{
    public override bool IsValid(object? value) => value is not string text || !string.IsNullOrWhiteSpace(text);
}
