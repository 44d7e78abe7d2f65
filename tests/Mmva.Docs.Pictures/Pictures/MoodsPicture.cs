namespace Mmva.Docs.Pictures.Pictures;

/// <summary>The plane in the colors of the default moods, and the tracks with their moods.</summary>
internal static class MoodsPicture
{
    private static readonly string[] Colors =
    [
        "#ffe7ad", "#fbd5b5", "#fcc48a", "#f3e3b3", "#e2d49a", "#ec9c9c", "#d27f83", "#dfb8c7",
        "#b1b5b9", "#b3c4d8", "#a6c1d1", "#d6eff0", "#d9f2e2", "#ffd7e6", "#e5d9ee",
    ];

    public static Task<Svg> DrawAsync(Demo demo)
    {
        const double Left = 34, Top = 14, Size = 480;
        const int Cells = 60;
        var svg = new Svg(800, 526, "The area of each mood, and eight tracks");
        var vocabulary = demo.Get<MoodVocabulary>();
        var plane = new Plane(svg, Left, Top, Size, words: false);
        var indices = vocabulary.Moods.Index().ToDictionary(mood => mood.Item.Name, mood => mood.Index);
        for (var row = 0; row < Cells; row++)
            for (int column = 0, start = 0; column < Cells; column = start)
            {
                // equal neighbors become one rectangle
                var name = NameAt(column, row);
                while (start < Cells && NameAt(start, row) == name) start++;
                svg.Rectangle(
                    plane.X((double)column / Cells), plane.Y((row + 1.0) / Cells), Size * (start - column) / Cells + 0.3, Size / Cells + 0.3,
                    Colors[indices[name] % Colors.Length]);
            }
        svg.Write(540, 40, "tracks", bold: true);
        foreach (var (i, track) in demo.Tracks.Index())
        {
            var (x, y) = plane.Of(demo.Points[track]);
            svg.Circle(x, y, 10, Svg.Ink, "#fff").Write(x, y + 4, $"{i + 1}", "#fff", "middle", 12, bold: true);
            var mood = vocabulary.NameOf(demo.Points[track])!;
            svg.Circle(549, 68 + 46 * i, 9, Svg.Ink).Write(549, 72 + 46 * i, $"{i + 1}", "#fff", "middle", 12, bold: true);
            svg.Write(566, 66 + 46 * i, Demo.Name(track)).Write(566, 83 + 46 * i, mood, Svg.Chosen, bold: true);
        }
        foreach (var mood in vocabulary.Moods)
        {
            var (x, y) = plane.Of(mood.Center);
            svg.Circle(x, y, 2.5, Svg.Ink).Label(x, y - 7, mood.Name);
        }
        return Task.FromResult(svg);

        string NameAt(int column, int row) => vocabulary.NameOf(new((column + 0.5f) / Cells, (row + 0.5f) / Cells))!;
    }
}
