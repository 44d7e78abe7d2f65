using Mmva.Tasks;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>The two questions that an index answers: what is nearest, and what lies in a rectangle.</summary>
internal static class IndexesPicture
{
    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Size = 440;
        var svg = new Svg(800, 486, "The nearest ten of two thousand items, and those within a rectangle");
        var plane = new Plane(svg, 34, 14, Size, words: false);
        var index = InMemoryEmotionIndex.Build(MadeUpLibrary.Of(2000, seed: 11));
        var point = new ValenceArousal(0.72f, 0.36f);
        var nearest = await index.NearestAsync(point, 10);
        var region = EmotionRegion.Around(new(0.3f, 0.72f), 0.1f);

        var (x, y) = plane.Of(point);
        svg.Circle(x, y, plane.Length(nearest[^1].Distance), "#dff2e3", Svg.Text);
        svg.Rectangle(
            plane.X(region.MinValence), plane.Y(region.MaxArousal), plane.Length(region.MaxValence - region.MinValence),
            plane.Length(region.MaxArousal - region.MinArousal), "#f6d7ee", stroke: Svg.Chosen);
        var items = new List<EmotionItem>();
        await foreach (var item in index.ItemsAsync()) items.Add(item);
        var within = new List<EmotionItem>();
        await foreach (var item in index.WithinAsync(region)) within.Add(item);
        svg.Dots(items.Select(item => plane.Of(item.Emotion)), 2, Svg.Gray, 0.6);
        svg.Dots(within.Select(item => plane.Of(item.Emotion)), 2.4, Svg.Chosen, 1);
        svg.Dots(nearest.Select(match => plane.Of(match.Item.Emotion)), 4, Svg.Text, 1);
        svg.Line(x - 6, y, x + 6, y, Svg.Ink, 2).Line(x, y - 6, x, y + 6, Svg.Ink, 2);

        svg.Write(500, 50, "NearestAsync(point, 10)", Svg.Text, bold: true);
        svg.Write(500, 72, $"ten items, at most {nearest[^1].Distance:F3} away");
        svg.Write(500, 94, $"Eq. 1: {nearest[0].Similarity:F2} to {nearest[^1].Similarity:F2}");
        svg.Write(500, 142, "WithinAsync(region)", Svg.Chosen, bold: true).Write(500, 164, $"{within.Count} items");
        svg.Write(500, 212, "2,000 made-up items", Svg.Gray);
        return svg;
    }
}
