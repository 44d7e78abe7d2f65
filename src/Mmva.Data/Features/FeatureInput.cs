using System.Security.Cryptography;
using System.Text;

namespace Mmva.Data;

/// <summary>An input for <see cref="FeatureCache"/>: its name, the bytes that identify it, and how to read it.</summary>
/// <typeparam name="TInput">The input type of the encoder.</typeparam>
public sealed class FeatureInput<TInput>
{
    private readonly Func<CancellationToken, Task<byte[]>> _hash;
    private readonly Func<CancellationToken, Task<TInput>> _load;

    internal FeatureInput(string name, RatedItem? item, Func<CancellationToken, Task<byte[]>> hash, Func<CancellationToken, Task<TInput>> load)
    {
        Name = name;
        Item = item;
        _hash = hash;
        _load = load;
    }

    /// <summary>The path of the file, or the text; failures are listed under it.</summary>
    public string Name { get; }

    /// <summary>The rated item that the input was made from, or <see langword="null"/>.</summary>
    public RatedItem? Item { get; }

    /// <summary>The SHA-256 hash of the content.</summary>
    internal Task<byte[]> HashAsync(CancellationToken cancellationToken) => _hash(cancellationToken);

    internal Task<TInput> LoadAsync(CancellationToken cancellationToken) => _load(cancellationToken);
}

/// <summary>Creates inputs for <see cref="FeatureCache"/>.</summary>
public static class FeatureInput
{
    private const int BufferSize = 1 << 16;

    /// <summary>An image file. Its bytes identify it, so that a renamed copy is found again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="decoder">Decodes the file.</param>
    public static FeatureInput<RgbImage> Image(string path, IImageDecoder decoder) => File(path, decoder.DecodeAsync);

    /// <summary>
    /// An audio file. Its bytes and <see cref="IAudioDecoder.Fingerprint"/> identify it, so that a renamed copy is found again, and an excerpt is not
    /// taken for the whole.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="decoder">Decodes the file.</param>
    public static FeatureInput<Waveform> Music(string path, IAudioDecoder decoder) => Music(path, decoder, null);

    /// <summary>A media file that is read by the caller. Its bytes identify it, so that a renamed copy is found again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="decode">Reads the file.</param>
    /// <param name="item">The rated item that the file belongs to; optional.</param>
    public static FeatureInput<TInput> File<TInput>(string path, Func<string, CancellationToken, Task<TInput>> decode, RatedItem? item = null) =>
        new(path, item, token => HashFileAsync(path, token), token => decode(path, token));

    /// <summary>A text.</summary>
    /// <param name="text">The text, as it is passed to the encoder.</param>
    /// <param name="item">The rated item that the text belongs to; optional.</param>
    public static FeatureInput<string> Text(string text, RatedItem? item = null) =>
        new(text, item, _ => Task.FromResult(SHA256.HashData(Encoding.UTF8.GetBytes(text))), _ => Task.FromResult(text));

    /// <summary>Rated images.</summary>
    /// <param name="items">Items whose content is the path of an image.</param>
    /// <param name="decoder">Decodes the files.</param>
    public static IReadOnlyList<FeatureInput<RgbImage>> AsInputs(this IEnumerable<RatedItem> items, IImageDecoder decoder) =>
        [.. items.Select(item => File(item.Content, decoder.DecodeAsync, item))];

    /// <summary>Rated pieces of music.</summary>
    /// <param name="items">Items whose content is the path of an audio file.</param>
    /// <param name="decoder">Decodes the files.</param>
    public static IReadOnlyList<FeatureInput<Waveform>> AsInputs(this IEnumerable<RatedItem> items, IAudioDecoder decoder) =>
        [.. items.Select(item => Music(item.Content, decoder, item))];

    /// <summary>Rated texts.</summary>
    /// <param name="items">Items whose content is a text.</param>
    public static IReadOnlyList<FeatureInput<string>> AsInputs(this IEnumerable<RatedItem> items) =>
        [.. items.Select(item => Text(item.Content, item))];

    // the whole file is the case without a fingerprint: caches that were filled before there were excerpts stay valid
    internal static byte[] KeyOf(byte[] contentHash, string fingerprint) =>
        fingerprint.Length == 0 ? contentHash : SHA256.HashData([.. contentHash, .. Encoding.UTF8.GetBytes(fingerprint)]);

    private static FeatureInput<Waveform> Music(string path, IAudioDecoder decoder, RatedItem? item) => new(
        path, item, async token => KeyOf(await HashFileAsync(path, token).ConfigureAwait(false), decoder.Fingerprint),
        token => decoder.DecodeAsync(path, token));

    internal static async Task<byte[]> HashFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);
            return await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
