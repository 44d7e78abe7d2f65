using System.Globalization;
using System.Net;
using System.Text;
using Mmva;

namespace MoodTagging.Placement;

/// <summary>The moods on the emotion plane as an SVG image, with the sources of their centers and the borders between them.</summary>
internal static class MoodFigure
{
    private const int Size = 640, Left = 56, Top = 24, Bottom = 84, Right = 24;

    private const string Style = """
        <style>
        text { font: 13px sans-serif; fill: #222 } .axis { fill: #555 } .back { fill: #fff } .frame { fill: none; stroke: #888 }
        .border { stroke: #ccd5de; fill: none } .link { stroke: #9aa7b5; stroke-width: 1 } .center { fill: #1f5fa8 }
        .caption { fill: none; stroke: #c2571a; stroke-width: 1.5 } .norm { fill: none; stroke: #2e7d32; stroke-width: 1.5 }
        .name { font-weight: bold }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6e6e6 } .axis { fill: #aaa } .back { fill: #16191d } .frame { stroke: #777 } .border { stroke: #38414b }
        .link { stroke: #66717d } .center { fill: #6fb1ff } .caption { stroke: #ff9c5b } .norm { stroke: #7ddc82 } }
        </style>
        """;

    public static string Draw(IReadOnlyList<PlacedMood> moods)
    {
        var (width, height) = (Left + Size + Right, Top + Size + Bottom);
        var svg = new StringBuilder(Text(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n"));
        svg.Append("<title>Fifteen moods on the plane of valence and arousal</title>\n").Append(Style);
        svg.Append(Text($"\n<rect class=\"back\" width=\"{width}\" height=\"{height}\"/>\n"));
        foreach (var mood in moods) svg.Append(Text($"<path class=\"border\" d=\"M{string.Join('L', Cell(mood, moods).Select(At))}Z\"/>\n"));
        svg.Append(Text($"<rect class=\"frame\" x=\"{Left}\" y=\"{Top}\" width=\"{Size}\" height=\"{Size}\"/>\n"));
        for (var tick = 0; tick <= 4; tick++)
        {
            var value = tick / 4f;
            svg.Append(Text($"<text class=\"axis\" text-anchor=\"middle\" x=\"{X(value):F0}\" y=\"{Top + Size + 18}\">{value:0.##}</text>\n"));
            svg.Append(Text($"<text class=\"axis\" text-anchor=\"end\" x=\"{Left - 8}\" y=\"{Y(value) + 4:F0}\">{value:0.##}</text>\n"));
        }
        svg.Append(Text($"<text text-anchor=\"middle\" x=\"{X(0.5f):F0}\" y=\"{Top + Size + 38}\">valence: unpleasant to pleasant</text>\n"));
        svg.Append(Text($"<text text-anchor=\"middle\" transform=\"translate(18 {Y(0.5f):F0}) rotate(-90)\">arousal: calm to excited</text>\n"));
        foreach (var mood in moods)
        {
            svg.Append(Text($"<path class=\"link\" d=\"M{At(mood.InCaptions)}L{At(mood.Center)}L{At(mood.Norm)}\" fill=\"none\"/>\n"));
            svg.Append(Square(mood.Norm)).Append(Ring(mood.InCaptions));
        }
        foreach (var mood in moods)
        {
            svg.Append(Text($"<circle class=\"center\" cx=\"{X(mood.Center.Valence):F1}\" cy=\"{Y(mood.Center.Arousal):F1}\" r=\"5\"/>"));
            var (x, y) = (X(mood.Center.Valence) + 9, Y(mood.Center.Arousal) - 6);
            svg.Append(Text($"<text class=\"name\" x=\"{x:F1}\" y=\"{y:F1}\">{WebUtility.HtmlEncode(mood.Name)}</text>\n"));
        }
        var legend = Top + Size + 66;
        svg.Append(Text($"<circle class=\"center\" cx=\"{Left + 6}\" cy=\"{legend - 4}\" r=\"5\"/>"));
        svg.Append(Text($"<text x=\"{Left + 18}\" y=\"{legend}\">center</text>"));
        svg.Append(Text($"<circle class=\"caption\" cx=\"{Left + 96}\" cy=\"{legend - 4}\" r=\"4\"/>"));
        svg.Append(Text($"<text x=\"{Left + 108}\" y=\"{legend}\">mean of the captions with the word</text>"));
        svg.Append(Text($"<rect class=\"norm\" x=\"{Left + 372}\" y=\"{legend - 8}\" width=\"8\" height=\"8\"/>"));
        svg.Append(Text($"<text x=\"{Left + 388}\" y=\"{legend}\">norm of the word</text>\n"));
        return svg.Append("</svg>\n").ToString();
    }

    // the part of the plane that is nearer to this mood than to any other: the square, cut by the line between it and each other
    private static List<ValenceArousal> Cell(PlacedMood mood, IReadOnlyList<PlacedMood> moods)
    {
        List<ValenceArousal> cell = [new(0, 0), new(1, 0), new(1, 1), new(0, 1)];
        foreach (var other in moods.Where(other => other != mood))
        {
            var cut = new List<ValenceArousal>();
            for (var i = 0; i < cell.Count; i++)
            {
                var (from, to) = (cell[i], cell[(i + 1) % cell.Count]);
                var (a, b) = (Farther(from, mood, other), Farther(to, mood, other));
                if (a <= 0) cut.Add(from);
                if (a < 0 != b < 0 && a != b)
                {
                    var t = (float)(a / (a - b));
                    cut.Add(new(from.Valence + t * (to.Valence - from.Valence), from.Arousal + t * (to.Arousal - from.Arousal)));
                }
            }
            cell = cut;
        }
        return cell;
    }

    private static double Farther(ValenceArousal point, PlacedMood mood, PlacedMood other) =>
        Math.Pow(point.DistanceTo(mood.Center), 2) - Math.Pow(point.DistanceTo(other.Center), 2);

    private static string Ring(ValenceArousal point) =>
        Text($"<circle class=\"caption\" cx=\"{X(point.Valence):F1}\" cy=\"{Y(point.Arousal):F1}\" r=\"4\"/>");

    private static string Square(ValenceArousal point) =>
        Text($"<rect class=\"norm\" x=\"{X(point.Valence) - 4:F1}\" y=\"{Y(point.Arousal) - 4:F1}\" width=\"8\" height=\"8\"/>");

    private static string At(ValenceArousal point) => Text($"{X(point.Valence):F1} {Y(point.Arousal):F1}");

    private static double X(float valence) => Left + valence * Size;

    private static double Y(float arousal) => Top + (1 - arousal) * Size;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
