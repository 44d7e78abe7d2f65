using System.CommandLine;
using Mmva;
using Mmva.Data;

namespace ConsoleProgram;

/// <summary>The limits of decoding an image: one in memory, one in time.</summary>
public sealed record ImageLimits(double Megapixels, double Seconds)
{
    private const double Million = 1e6;

    private static readonly Option<double>
        MegapixelsOption = CommandLine.Number(
            "--max-megapixels", "N", "Larger images are decoded at a half, a quarter or an eighth of their size, which limits the memory.",
            0.01, 500, fallback: ImageDecoderOptions.DefaultMaxPixels / Million),
        SecondsOption = CommandLine.Number(
            "--image-timeout", "SECONDS", "How long decoding one image may take.", 0.1, 86_400,
            fallback: ImageDecoderOptions.DefaultTimeout.TotalSeconds);

    public static void AddTo(Command command)
    {
        command.Add(MegapixelsOption);
        command.Add(SecondsOption);
    }

    public static ImageLimits Of(ParseResult line) => new(line.GetValue(MegapixelsOption), line.GetValue(SecondsOption));

    public IMmvaBuilder Apply(IMmvaBuilder mmva) => mmva.AddMedia(images =>
    {
        images.MaxPixels = (long)(Megapixels * Million);
        images.Timeout = TimeSpan.FromSeconds(Seconds);
    });
}
