using System.Globalization;
using System.Text;

namespace Mmva.Data;

/// <summary>
/// Converts images of high dynamic range to BT.709: a lookup table for ffmpeg's filter <c>lut3d</c>, which every build has. The table is a temporary
/// file, which is deleted on disposal.
/// </summary>
/// <remarks>
/// White of text and paper (203 cd/m², ITU-R BT.2408) becomes white; brighter light is compressed in proportion, so that hues remain.
/// </remarks>
internal sealed class ToneMapping : IDisposable
{
    private const int Points = 33;

    // cd/m²: reference white, and the peak of most masters and of HLG's reference display
    private const double White = 203, Peak = 1000, PqPeak = 10_000;

    // the share of the range that is left as it is
    private const double Knee = 0.8;

    private const double DisplayGamma = 2.4, HlgSystemGamma = 1.2;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mmva-{Path.GetRandomFileName()}.cube");

    private ToneMapping(DynamicRange range)
    {
        try
        {
            File.WriteAllText(_path, Table(range));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(_path, $"cannot be written: {e.Message}", e);
        }
    }

    /// <summary>How ffmpeg's filter <c>scale</c> reads such images.</summary>
    public static string Matrix => ":in_color_matrix=bt2020";

    /// <summary>The filters that convert images to BT.709, as RGB.</summary>
    public string Filters => $"format=gbrp16le,lut3d=file={FfmpegArguments.FilterValue(_path)}:interp=tetrahedral";

    /// <summary>Returns the conversion that a video needs, or <see langword="null"/> for none.</summary>
    public static ToneMapping? For(DynamicRange range) => range == DynamicRange.Standard ? null : new(range);

    /// <summary>Converts one color.</summary>
    /// <param name="range">How the color is coded.</param>
    /// <param name="red">The red component in BT.2020, from 0 to 1, and likewise the others.</param>
    /// <param name="green">The green component.</param>
    /// <param name="blue">The blue component.</param>
    /// <returns>The components in BT.709, from 0 to 1.</returns>
    public static (double Red, double Green, double Blue) Convert(DynamicRange range, double red, double green, double blue)
    {
        var (r, g, b) = range == DynamicRange.HybridLogGamma
            ? HlgLight(red, green, blue)
            : (PqLight(red) / White, PqLight(green) / White, PqLight(blue) / White);
        // BT.2087, the inverse of its conversion from BT.709
        (r, g, b) = ((1.6605 * r) - (0.5876 * g) - (0.0728 * b), (-0.1246 * r) + (1.1329 * g) - (0.0083 * b),
            (-0.0182 * r) - (0.1006 * g) + (1.1187 * b));
        var brightest = Math.Max(r, Math.Max(g, b));
        var scale = brightest > Knee ? Compress(brightest) / brightest : 1;
        return (Code(r * scale), Code(g * scale), Code(b * scale));

        static double Code(double light) => Math.Pow(Math.Clamp(light, 0, 1), 1 / DisplayGamma);
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a file that cannot be deleted must not hide the error that came before
        }
    }

    private static string Table(DynamicRange range)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"LUT_3D_SIZE {Points}\n");
        const double last = Points - 1;
        for (var blue = 0; blue < Points; blue++) // red changes fastest
        {
            for (var green = 0; green < Points; green++)
            {
                for (var red = 0; red < Points; red++)
                {
                    var (r, g, b) = Convert(range, red / last, green / last, blue / last);
                    text.Append(CultureInfo.InvariantCulture, $"{r:F6} {g:F6} {b:F6}\n");
                }
            }
        }
        return text.ToString();
    }

    // Reinhard's curve above the knee: continuous in value and slope, and 1 at the peak
    private static double Compress(double light)
    {
        const double top = ((Peak / White) - Knee) / (1 - Knee);
        var above = (light - Knee) / (1 - Knee);
        return above >= top ? 1 : Knee + ((1 - Knee) * above * (1 + (above / (top * top))) / (1 + above));
    }

    /// <summary>The light in cd/m² (SMPTE ST 2084).</summary>
    private static double PqLight(double code)
    {
        const double m1 = 2610.0 / 16384, m2 = 2523.0 / 32, c1 = 3424.0 / 4096, c2 = 2413.0 / 128, c3 = 2392.0 / 128;
        var power = Math.Pow(code, 1 / m2);
        return PqPeak * Math.Pow(Math.Max(power - c1, 0) / (c2 - (c3 * power)), 1 / m1);
    }

    /// <summary>The light on the reference display (ITU-R BT.2100), in units of reference white.</summary>
    private static (double Red, double Green, double Blue) HlgLight(double red, double green, double blue)
    {
        var (r, g, b) = (Scene(red), Scene(green), Scene(blue));
        var luminance = (0.2627 * r) + (0.6780 * g) + (0.0593 * b);
        var scale = luminance <= 0 ? 0 : Math.Pow(luminance, HlgSystemGamma - 1) * Peak / White;
        return (r * scale, g * scale, b * scale);

        static double Scene(double code)
        {
            const double a = 0.17883277, b = 1 - (4 * a), c = 0.55991073; // c = 0.5 - a ln(4a)
            return code <= 0.5 ? code * code / 3 : (Math.Exp((code - c) / a) + b) / 12;
        }
    }
}
