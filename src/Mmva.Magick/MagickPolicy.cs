using System.Runtime.InteropServices;
using ImageMagick;
using ImageMagick.Configuration;
using NativeLibrary = Mmva.Diagnostics.NativeLibrary;

namespace Mmva.Magick;

/// <summary>What Magick.NET may do in this process: read a few formats from memory.</summary>
internal static class MagickPolicy
{
    private const string Policy =
        """
        <policymap>
          <policy domain="delegate" rights="none" pattern="*"/>
          <policy domain="filter" rights="none" pattern="*"/>
          <policy domain="path" rights="none" pattern="@*"/>
          <policy domain="coder" rights="none" pattern="*"/>
          <policy domain="coder" rights="read" pattern="{HEIC,AVIF,JXL,JP2,J2K,TIFF,TIFF64,PSD,DNG}"/>
        </policymap>
        """;

    private static readonly NativeLibrary Native = new(
        "ImageMagick", FileName(), "ImageMagick", _ => "Magick.NET-Q8-AnyCPU",
        ["linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64", "osx-arm64", "win-x64", "win-arm64", "win-x86"]);

    private static readonly Lazy<bool> Applied = new(() =>
    {
        var files = ConfigurationFiles.Default;
        files.Policy.Data = Policy;
        // ImageMagick takes its settings from files only; the first image reads them
        var folder = Directory.CreateTempSubdirectory("mmva-magick-");
        try
        {
            MagickNET.Initialize(files, folder.FullName);
            ResourceLimits.Disk = 0; // pixels do not move to temporary files
            using var first = new MagickImage();
            try
            {
                first.Read("P1 1 1 0"u8, new MagickReadSettings { Format = MagickFormat.Pbm });
                throw new MmvaException("The security policy of Magick.NET cannot be set: it was used in this process before.");
            }
            catch (MagickPolicyErrorException)
            {
                return true; // as it should be
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    /// <summary>Sets the policy, once per process: before anything else of Magick.NET.</summary>
    /// <exception cref="NativeLibraryException">Its native library cannot be used.</exception>
    /// <exception cref="MmvaException">The policy cannot be set any more.</exception>
    public static void Apply() => Native.Require(() => _ = Applied.Value);

    private static string FileName()
    {
        var name = $"Magick.Native-Q8-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}.dll";
        return OperatingSystem.IsWindows() ? name : name + (OperatingSystem.IsMacOS() ? ".dylib" : ".so");
    }
}
