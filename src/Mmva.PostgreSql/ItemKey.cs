using System.Security.Cryptography;
using System.Text;

namespace Mmva.PostgreSql;

/// <summary>The primary key of an item: SHA-256 of its id in UTF-8.</summary>
internal static class ItemKey
{
    // an unpaired surrogate has no UTF-8 encoding
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Of(string id) => SHA256.HashData(Strict.GetBytes(id));

    /// <summary>The key, or <see langword="null"/> if no item can have such an id.</summary>
    public static byte[]? TryOf(string id)
    {
        try
        {
            return Of(id);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }
}
