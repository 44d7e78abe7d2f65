using System.IO.Hashing;
using System.Text;

namespace Mmva.Files;

/// <summary>
/// The hash that encoder fingerprints are made of. A cache key need not be cryptographic, and XxHash128 takes a fraction of the time.
/// </summary>
internal sealed class ContentHash
{
    private const int Digits = 16;

    private readonly XxHash128 _hash = new();

    public ContentHash Append(string text) => Append(Encoding.UTF8.GetBytes(text));

    public ContentHash Append(ReadOnlySpan<byte> bytes)
    {
        _hash.Append(bytes);
        return this;
    }

    public ContentHash Append(Stream content)
    {
        _hash.Append(content);
        return this;
    }

    /// <summary>16 hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash())[..Digits];
}
