using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.AI;

namespace Mmva.Extensions.AI;

/// <summary>Decodes the contents of Microsoft.Extensions.AI: images, audio and plain text.</summary>
internal static class DataContents
{
    // with a BOM or without; malformed text is an error, not question marks
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name of a content in error messages: its own, or its number and media type.</summary>
    public static string NameOf(DataContent content, int index) => string.IsNullOrWhiteSpace(content.Name)
        ? FormattableString.Invariant($"content {index} ({content.MediaType})")
        : content.Name;

    /// <summary>Decodes a content on the thread pool. The media type says what it should be; the bytes say what it is.</summary>
    /// <exception cref="MediaException">The media type is not supported, the bytes are of another kind, or they cannot be decoded.</exception>
    public static async Task<MediaContent> DecodeAsync(
        this MediaDecoder decoder, DataContent content, string name, CancellationToken cancellationToken)
    {
        var kind = KindOf(content.MediaType, name, out var isText);
        var bytes = content.Data;
        if (isText) return MediaContent.Of(TextOf(bytes, name));
        var actual = MediaFiles.KindOf(bytes.Span);
        if (kind != MediaKind.Unknown && actual != MediaKind.Unknown && actual != kind)
            throw new MediaException(name, $"its media type is {content.MediaType}, but it contains {NameOf(actual)}: correct the media type.");
        return await decoder.DecodeAsync(bytes, name, kind, cancellationToken).ConfigureAwait(false);
    }

    // unknown: the bytes decide
    private static MediaKind KindOf(string mediaType, string name, out bool isText)
    {
        var header = MediaTypeHeaderValue.Parse(mediaType);
        var type = header.MediaType!.ToLowerInvariant();
        isText = type == MediaTypeNames.Text.Plain;
        if (isText && header.CharSet?.Trim('"').ToLowerInvariant() is { } charset and not ("utf-8" or "us-ascii"))
            throw new MediaException(name, $"the character set {charset} is not supported: convert the text to UTF-8.");
        if (isText || type == MediaTypeNames.Application.Octet) return MediaKind.Unknown;
        if (type.StartsWith("image/", StringComparison.Ordinal)) return MediaKind.Image;
        if (type.StartsWith("audio/", StringComparison.Ordinal) || type == "application/ogg") return MediaKind.Audio;
        throw new MediaException(
            name, $"the media type {mediaType} is not supported: use image/*, audio/*, text/plain, or application/octet-stream for images and audio "
            + "of unknown format.");
    }

    private static string TextOf(ReadOnlyMemory<byte> bytes, string name)
    {
        var text = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        try
        {
            return Utf8.GetString(text.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new MediaException(name, "is not UTF-8 text: convert it to UTF-8.", e);
        }
    }

    private static string NameOf(MediaKind kind) => kind == MediaKind.Image ? "an image" : "audio";
}
