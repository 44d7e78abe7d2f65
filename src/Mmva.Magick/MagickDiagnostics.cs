using ImageMagick;
using Mmva.Diagnostics;

namespace Mmva.Magick;

/// <summary>Magick.NET: its version.</summary>
internal sealed class MagickDiagnostics : IDiagnosticSource
{
    private const string Name = "Magick.NET";

    public IEnumerable<DiagnosticEntry> Describe(CancellationToken cancellationToken) => [Describe()];

    private static DiagnosticEntry Describe()
    {
        try
        {
            MagickPolicy.Apply();
            return new(Name, $"{MagickNET.ImageMagickVersion}, reads HEIC, AVIF, JPEG XL, JPEG 2000, TIFF, PSD and camera previews");
        }
        catch (MmvaException e)
        {
            return new(Name, e.Message, IsProblem: true);
        }
    }
}
