using System.Security.Cryptography;
using System.Text;

namespace Mmva.PostgreSql;

/// <summary>The primary key of an item: SHA-256 of its id in UTF-8.</summary>
internal static class ItemKey
{
    // half a surrogate pair has no UTF-8
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Of(string id) => SHA256.HashData(Strict.GetBytes(id));

    /// <summary>Null where no item can have such an id.</summary>
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
