using System.Security.Cryptography;
using System.Text;
using Mmva;

namespace IndexLibrary.Files;

/// <summary>Names a content by its SHA-256, in hexadecimal digits.</summary>
internal static class ContentId
{
    private const int BufferSize = 1 << 20;

    /// <summary>Of the bytes of a file: the same for all its copies.</summary>
    /// <exception cref="MediaException">The file is empty or cannot be read.</exception>
    public static async Task<string> OfFileAsync(LibraryFile file, CancellationToken cancellationToken)
    {
        // pipes and devices have no length either, and would never end
        if (file.Bytes == 0) throw new MediaException(file.Path, "is empty (0 bytes) or no regular file.");
        try
        {
            await using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(file.Path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Of a text: a key of fixed length for a path of any length.</summary>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
