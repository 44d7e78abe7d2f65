using Mmva.Tasks;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>The density of the 54,912 default prompts, and the nearest prompt of each image.</summary>
internal static class PromptsPicture
{
    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Size = 340;
        const int Cells = 34;
        var svg = new Svg(900, 390, "Images, their nearest prompts, and where all prompts lie");
        var plane = new Plane(svg, 34, 14, Size, words: false);
        var selector = demo.Get<IPromptSelector>();
        var catalog = await selector.PrepareAsync();
        var counts = new int[Cells, Cells];
        for (var i = 0; i < catalog.Count; i++)
            counts[(int)Math.Clamp(catalog[i].Valence * Cells, 0, Cells - 1), (int)Math.Clamp(catalog[i].Arousal * Cells, 0, Cells - 1)]++;
        var largest = counts.Cast<int>().Max();
        for (var v = 0; v < Cells; v++)
            for (var a = 0; a < Cells; a++)
                if (counts[v, a] > 0)
                    svg.Rectangle(
                        plane.X((double)v / Cells), plane.Y((a + 1.0) / Cells), Size / Cells, Size / Cells, Svg.Text,
                        opacity: 0.08 + 0.8 * Math.Sqrt((double)counts[v, a] / largest));
        foreach (var (i, path) in demo.Images.Index())
        {
            var (x, y) = plane.Of(demo.Points[path]);
            var match = (await selector.SelectAsync(demo.Points[path])).Single();
            var (px, py) = plane.Of(match.Emotion);
            svg.Line(x, y, px, py, Svg.Ink, 1.5).Circle(px, py, 3, Svg.Ink);
            svg.Circle(x, y, 10, Svg.Image, "#fff").Write(x, y + 4, $"{i + 1}", "#fff", "middle", 12, bold: true);

            var top = 14 + 90.0 * i;
            svg.Photo(400, top, 96, 72, Demo.Thumbnail(path, 192), Svg.Image).Circle(400, top, 9, Svg.Image, "#fff");
            svg.Write(400, top + 4, $"{i + 1}", "#fff", "middle", 11, bold: true);
            var lines = match.Prompt.Text.Replace(" while ", "\n    while ", StringComparison.Ordinal)
                .Replace(". ", ".\n", StringComparison.Ordinal).Split('\n');
            foreach (var (k, line) in lines.Index()) svg.Write(line[0] == ' ' ? 524 : 510, top + 9 + 15 * k, line.Trim(), size: 11);
            svg.Write(880, top + 9, $"match {match.Similarity:F2}", Svg.Text, "end", 12, bold: true);
        }
        return svg;
    }
}
