using System.Security.Cryptography;
using System.Text;

namespace Mmva.Encoders;

/// <summary>Fingerprints of encoders.</summary>
internal static class Fingerprints
{
    /// <summary>Changes with the content of any file and with any setting.</summary>
    public static string Of(IEnumerable<string> files, params IReadOnlyList<string> settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }
        foreach (var setting in settings) hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(setting)));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
