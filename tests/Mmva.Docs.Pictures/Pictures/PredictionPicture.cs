namespace Mmva.Docs.Pictures.Pictures;

/// <summary>All images and tracks, and a few sentences, on the plane.</summary>
internal static class PredictionPicture
{
    private static readonly string[] Sentences =
        ["a quiet morning by the sea", "the crowd cheers and dances", "a furious argument", "an empty house in the rain"];

    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Left = 34, Top = 14, Size = 560;
        var svg = new Svg(830, 606, "Images, tracks and sentences on the plane of valence and arousal");
        var plane = new Plane(svg, Left, Top, Size);
        foreach (var path in demo.Images)
        {
            var (x, y) = plane.Of(demo.Points[path]);
            var left = Math.Clamp(x - 34, Left, Left + Size - 68);
            svg.Photo(left, Math.Clamp(y - 25.5, Top, Top + Size - 51), 68, 51, Demo.Thumbnail(path), Svg.Image);
        }
        foreach (var (i, path) in demo.Tracks.Index())
        {
            var (x, y) = plane.Of(demo.Points[path]);
            Mark(svg, x, y, $"{i + 1}", Svg.Music);
        }
        foreach (var (i, sentence) in Sentences.Index())
        {
            var (x, y) = plane.Of(await demo.Predictor.PredictAsync(sentence));
            Mark(svg, x, y, $"{(char)('a' + i)}", Svg.Text);
        }

        const double Key = 612;
        var line = 34.0;
        svg.Write(Key, line, "tracks", Svg.Music, bold: true);
        foreach (var (i, path) in demo.Tracks.Index()) svg.Write(Key, line += 20, $"{i + 1}  {Demo.Name(path)}", size: 12);
        svg.Write(Key, line += 36, "sentences", Svg.Text, bold: true);
        foreach (var (i, sentence) in Sentences.Index()) svg.Write(Key, line += 20, $"{(char)('a' + i)}  {sentence}", size: 12);
        svg.Write(Key, line += 36, "images", Svg.Image, bold: true);
        foreach (var path in demo.Images) svg.Write(Key, line += 20, Demo.Name(path), size: 12);
        return svg;
    }

    private static void Mark(Svg svg, double x, double y, string name, string color) =>
        svg.Circle(x, y, 10, color, "#fff").Write(x, y + 4, name, "#fff", "middle", 12, bold: true);
}
