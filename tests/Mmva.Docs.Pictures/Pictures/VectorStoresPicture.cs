namespace Mmva.Docs.Pictures.Pictures;

/// <summary>A photo as the query, and a filter: the nearest music, the images passed over.</summary>
internal static class VectorStoresPicture
{
    public static Task<Svg> DrawAsync(Demo demo)
    {
        const double Size = 380;
        var svg = new Svg(800, 426, "The nearest music of a photo, with images filtered out");
        var plane = new Plane(svg, 34, 14, Size, words: false);
        var query = demo.Images.Single(path => Demo.Name(path) == "fireworks");
        var point = demo.Points[query];
        var (qx, qy) = plane.Of(point);
        foreach (var path in demo.Images.Where(path => path != query))
        {
            var (x, y) = plane.Of(demo.Points[path]);
            svg.Rectangle(x - 6, y - 6, 12, 12, "none", stroke: Svg.Gray);
        }
        var nearest = demo.Tracks.OrderBy(track => point.DistanceTo(demo.Points[track])).ToList();
        foreach (var (i, track) in nearest.Index())
        {
            var (x, y) = plane.Of(demo.Points[track]);
            if (i < 3) svg.Line(qx, qy, x, y, Svg.Music, 1.5);
            svg.Circle(x, y, i < 3 ? 10 : 5, Svg.Music, "#fff", i < 3 ? 1 : 0.4);
            if (i < 3) svg.Write(x, y + 4, $"{i + 1}", "#fff", "middle", 12, bold: true);
        }
        svg.Rectangle(qx - 8, qy - 8, 16, 16, Svg.Image, stroke: "#fff");

        svg.Photo(446, 22, 144, 108, Demo.Thumbnail(query, 288), Svg.Image);
        svg.Write(606, 50, "query: a photo", Svg.Image, bold: true).Write(606, 72, $"vector ({point.Valence:F3}, {point.Arousal:F3})");
        svg.Write(606, 94, "filter: Modality == Music").Write(606, 116, "top: 3");
        svg.Write(446, 172, "distance", Svg.Gray).Write(520, 172, "payload", Svg.Gray).Line(446, 180, 780, 180, Svg.Light);
        foreach (var (i, track) in nearest.Take(3).Index())
        {
            var y = 206 + 30.0 * i;
            svg.Write(446, y, $"{point.DistanceTo(demo.Points[track]):F3}").Write(520, y, $"{i + 1}  {Demo.Name(track)}", Svg.Music, bold: true);
        }
        svg.Rectangle(446, 318, 12, 12, "none", stroke: Svg.Gray).Write(466, 329, "images, which the filter leaves out", Svg.Gray);
        svg.Circle(452, 350, 5, Svg.Music, opacity: 0.4).Write(466, 354, "other music", Svg.Gray);
        return Task.FromResult(svg);
    }
}
