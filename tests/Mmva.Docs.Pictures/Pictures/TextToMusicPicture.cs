namespace Mmva.Docs.Pictures.Pictures;

/// <summary>Sentences and tracks as a table of matches.</summary>
internal static class TextToMusicPicture
{
    private static readonly string[] Sentences =
        ["a quiet evening", "dancing all night with friends", "an angry crowd in the streets", "alone after a farewell"];

    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Left = 210, Top = 70, Width = 140, Height = 32;
        var svg = new Svg(800, 346, "How well each track matches each sentence");
        foreach (var (column, sentence) in Sentences.Index())
        {
            var words = sentence.Split(' ');
            var half = (words.Length + 1) / 2;
            var x = Left + (column + 0.5) * Width;
            svg.Write(x, 30, "“" + string.Join(' ', words[..half]), Svg.Text, "middle");
            svg.Write(x, 48, string.Join(' ', words[half..]) + "”", Svg.Text, "middle");
        }
        var points = new List<ValenceArousal>();
        foreach (var sentence in Sentences) points.Add(await demo.Predictor.PredictAsync(sentence));
        foreach (var (row, track) in demo.Tracks.Index())
        {
            var y = Top + row * Height;
            svg.Write(Left - 12, y + 20, Demo.Name(track), Svg.Music, "end");
            for (var column = 0; column < points.Count; column++)
            {
                var match = demo.Similarity.Score(points[column], demo.Points[track]);
                var best = demo.Tracks.All(other => demo.Similarity.Score(points[column], demo.Points[other]) <= match);
                svg.Rectangle(Left + column * Width + 2, y + 2, Width - 4, Height - 4, Svg.Text, 4, opacity: 0.08 + 0.85 * match);
                if (best) svg.Rectangle(Left + column * Width + 2, y + 2, Width - 4, Height - 4, "none", 4, Svg.Ink);
                svg.Write(Left + (column + 0.5) * Width, y + 20, $"{match:F2}", match > 0.5 ? "#fff" : Svg.Ink, "middle", bold: best);
            }
        }
        return svg;
    }
}
