namespace Mmva.Data;

/// <summary>Decodes formats that Skia does not.</summary>
internal interface IImageReader
{
    /// <summary>Whether it decodes a format.</summary>
    bool Reads(ImageFormat format);

    /// <summary>Decodes an image.</summary>
    /// <param name="encoded">The bytes of the file.</param>
    /// <param name="path">The file they are from, or null if they are in memory only.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">The limits and conventions.</param>
    /// <param name="deadline">Ends the work.</param>
    RgbImage Read(
        ReadOnlyMemory<byte> encoded, string? path, string name, ImageFormat format, ImageDecoderOptions options, CancellationToken deadline);
}
