using Mmva.Compact;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>Four tracks as waveforms, and how they are described.</summary>
internal static class CaptionsPicture
{
    private static readonly string[] Names = ["music box, slow, major", "ukulele, quick, major", "dance beat, major", "heavy riff, fast, minor"];

    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Left = 24, Width = 230;
        var svg = new Svg(800, 20 + 98 * Names.Length, "Four tracks and their captions");
        var decoder = demo.Get<IAudioDecoder>();
        using var captioner = new CompactCaptioner(decoder);
        foreach (var (i, name) in Names.Index())
        {
            var middle = 60 + 98.0 * i;
            var track = decoder.Decode(demo.Tracks.Single(path => Demo.Name(path) == name));
            const int Columns = 115;
            svg.Rectangle(Left, middle - 36, Width, 72, "#fdf0e7", 4);
            for (var column = 0; column < Columns; column++)
            {
                var length = track.Samples.Length / Columns;
                var peak = 0f;
                foreach (var sample in track.Samples.Span.Slice(column * length, length)) peak = Math.Max(peak, Math.Abs(sample));
                svg.Rectangle(Left + column * Width / Columns, middle - 34 * peak, 1.4, Math.Max(1, 68 * peak), Svg.Music);
            }
            svg.Write(Left + Width + 20, middle - 26, name, Svg.Music, bold: true);
            foreach (var (line, words) in Lines(await captioner.CaptionAsync(track), 78).Index())
                svg.Write(Left + Width + 20, middle - 7 + 17 * line, words, size: 12.5);
        }
        return svg;
    }

    private static IEnumerable<string> Lines(string text, int length)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length >= length)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        yield return line;
    }
}
