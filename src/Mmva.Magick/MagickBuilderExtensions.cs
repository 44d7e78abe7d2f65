using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Mmva.Data;
using Mmva.Diagnostics;
using Mmva.Magick;

namespace Mmva;

/// <summary>Adds further formats of images to a host.</summary>
public static class MagickBuilderExtensions
{
    /// <summary>
    /// Lets the <see cref="IImageDecoder"/> of the host decode HEIC, the previews in the raw files of cameras, AVIF, JPEG XL, JPEG 2000, TIFF and
    /// Photoshop files through Magick.NET, within the limits of <see cref="ImageDecoderOptions"/>. Other formats are decoded as without it.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// The first image sets a security policy of Magick.NET for the whole process: these formats can be read, nothing can be written, no other
    /// program is started and no other file is opened, but for its own temporary ones. A host that uses Magick.NET for more should decode its images
    /// in a process of their own.
    /// </remarks>
    public static IMmvaBuilder AddMagick(this IMmvaBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMedia().Services.TryAddEnumerable(ServiceDescriptor.Singleton<IImageReader, MagickImageReader>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticSource, MagickDiagnostics>());
        return builder;
    }
}
