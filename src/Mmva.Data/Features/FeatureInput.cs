using System.Security.Cryptography;
using System.Text;

namespace Mmva.Data;

/// <summary>Something to embed: its name, the bytes that identify it, and how to read it.</summary>
/// <typeparam name="TInput">What the encoder takes.</typeparam>
public sealed class FeatureInput<TInput>
{
    private readonly Func<CancellationToken, Task<byte[]>> _hash;
    private readonly Func<CancellationToken, Task<TInput>> _load;

    internal FeatureInput(string name, Func<CancellationToken, Task<byte[]>> hash, Func<CancellationToken, Task<TInput>> load) =>
        (Name, _hash, _load) = (name, hash, load);

    /// <summary>The file's path or the text: what a failure is listed under.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the content.</summary>
    internal Task<byte[]> HashAsync(CancellationToken cancellationToken) => _hash(cancellationToken);

    internal Task<TInput> LoadAsync(CancellationToken cancellationToken) => _load(cancellationToken);
}

/// <summary>Makes inputs for <see cref="FeatureCache"/>.</summary>
public static class FeatureInput
{
    /// <summary>A media file; its bytes identify it, so a renamed copy is found again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="decode">Reads it.</param>
    public static FeatureInput<TInput> File<TInput>(string path, Func<string, CancellationToken, Task<TInput>> decode) =>
        new(path, token => HashFileAsync(path, token), token => decode(path, token));

    /// <summary>A text.</summary>
    /// <param name="text">The text as the encoder takes it.</param>
    public static FeatureInput<string> Text(string text) => new(text, _ => Task.FromResult(SHA256.HashData(Encoding.UTF8.GetBytes(text))), _ => Task.FromResult(text));

    private static async Task<byte[]> HashFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
            return await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
