using System.ComponentModel.DataAnnotations;

namespace Mmva.Tasks;

/// <summary>An optional http or https address without a user name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute() : ValidationAttribute("{0} is not an http or https address without a user name.")
{
    public override bool IsValid(object? value) =>
        value is not Uri address || address.IsAbsoluteUri && address.Scheme is "http" or "https" && address.UserInfo.Length == 0;
}

/// <summary>
/// The name of a model at Hugging Face, or an empty text. It becomes a part of the address, so that no other characters are allowed.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ModelNameAttribute() : ValidationAttribute("{0} is not a model name such as facebook/musicgen-small.")
{
    private const int MaxLength = 200;

    public override bool IsValid(object? value) => value is not string { Length: > 0 } name || name.Length <= MaxLength && name.Split('/')
        .All(IsPart);

    private static bool IsPart(string text) => !text.All(c => c == '.') && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}

/// <summary>An optional access token. The message does not repeat it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AccessTokenAttribute()
    : ValidationAttribute("{0} is empty, or contains spaces or other characters that are invalid in a token.")
{
    public override bool IsValid(object? value) => value is not string token || token.Length > 0 && token.All(c => c is > ' ' and < '\x7f');
}
