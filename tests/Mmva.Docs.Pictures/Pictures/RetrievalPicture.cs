using Mmva.Tasks;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>A sentence, and what an index finds for it: on the plane and as a list.</summary>
internal static class RetrievalPicture
{
    private const string Query = "a quiet morning by the sea";

    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Size = 380;
        var svg = new Svg(800, 426, "The five nearest items of a query, and their distances");
        var plane = new Plane(svg, 34, 14, Size, words: false);
        var retriever = new EmotionRetriever(demo.Predictor, new InMemoryEmotionIndex());
        await foreach (var file in retriever.IndexFilesAsync([.. demo.Images, .. demo.Tracks], decoder: demo.Get<MediaDecoder>())) _ = file.Value;
        var query = await demo.Predictor.PredictAsync(Query);
        var found = await retriever.FindAsync(Query, count: 5);
        var (qx, qy) = plane.Of(query);
        foreach (var (path, point) in demo.Points)
        {
            var (x, y) = plane.Of(point);
            svg.Circle(x, y, 5, Color(path), opacity: 0.35);
        }
        foreach (var (i, match) in found.Index())
        {
            var (x, y) = plane.Of(match.Item.Emotion);
            svg.Line(qx, qy, x, y, Svg.Gray, 1, "3 3").Circle(x, y, 10, Color(match.Item.Payload!), "#fff");
            svg.Write(x, y + 4, $"{i + 1}", "#fff", "middle", 12, bold: true);
        }
        svg.Circle(qx, qy, 6, Svg.Text, "#fff");

        svg.Write(446, 40, $"“{Query}”", Svg.Text, size: 15, bold: true);
        foreach (var (i, match) in found.Index())
        {
            var y = 64 + 68.0 * i;
            var color = Color(match.Item.Payload!);
            if (match.Item.Modality == Modality.Image) svg.Photo(446, y, 72, 54, Demo.Thumbnail(match.Item.Payload!));
            else svg.Rectangle(446, y, 72, 54, "#fdf0e7", 4).Write(482, y + 36, "♪", Svg.Music, "middle", 26);
            svg.Write(530, y + 18, $"{i + 1}  {Demo.Name(match.Item.Payload!)}", color, bold: true);
            svg.Rectangle(530, y + 30, 200, 10, Svg.Light, 5).Rectangle(530, y + 30, 200 * match.Similarity, 10, color, 5);
            svg.Write(740, y + 39, $"{match.Similarity:F2}", size: 12);
        }
        return svg;
    }

    private static string Color(string path) => path.EndsWith(".png", StringComparison.Ordinal) ? Svg.Image : Svg.Music;
}
