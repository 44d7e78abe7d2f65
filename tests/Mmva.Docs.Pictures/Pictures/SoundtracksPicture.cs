namespace Mmva.Docs.Pictures.Pictures;

/// <summary>Twelve pictures in order, and the tracks that follow them.</summary>
internal static class SoundtracksPicture
{
    private static readonly string[] Album =
    [
        "meadow in the sun", "meadow in the sun", "meadow in the sun", "lake at dusk", "lake at dusk", "thunderstorm", "thunderstorm", "lake at dusk",
        "fireworks", "fireworks", "fireworks", "meadow in the sun",
    ];

    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Left = 40, Width = 740, Top = 96, Bottom = 216;
        var svg = new Svg(800, 306, "Pictures in order, the tracks chosen for them, and the valence and arousal of both");
        var pictures = Album.Select(name => demo.Images.Single(path => Demo.Name(path) == name))
            .Select(path => new SoundtrackPicture(path, demo.Points[path])).ToList();
        var tracks = demo.Tracks.Select(path => new SoundtrackTrack(path, demo.Points[path], TimeSpan.FromSeconds(60))).ToList();
        var soundtrack = await demo.Get<ISoundtrackPlanner>().PlanAsync(pictures, tracks);
        var scale = Width / soundtrack.Length.TotalSeconds;
        double X(TimeSpan time) => Left + time.TotalSeconds * scale;
        double Y(double value) => Bottom - value * (Bottom - Top);

        foreach (var value in new[] { 0, 0.5, 1 }) svg.Line(Left, Y(value), Left + Width, Y(value), Svg.Light);
        foreach (var slide in soundtrack.Slides)
        {
            var (x, width) = (X(slide.Start), (slide.End - slide.Start).TotalSeconds * scale);
            svg.Photo(x + 1, 30, width - 2, (width - 2) * 3 / 4, Demo.Thumbnail(slide.Picture.Path, 120));
        }
        string[] fills = ["#fdf0e7", "#fbe0cc"];
        foreach (var (i, part) in soundtrack.Parts.Index())
        {
            var (x, width) = (X(part.Start), part.Length.TotalSeconds * scale);
            svg.Rectangle(x + 1, 226, width - 2, 40, fills[i % 2], 4, Svg.Music);
            svg.Write(x + 8, 243, Demo.Name(part.Track.Path), Svg.Music, size: width > 150 ? 12 : 10, bold: true);
            svg.Write(x + 8, 259, $"{part.Start:m\\:ss}, match {part.Score:F2}", Svg.Gray, size: width > 150 ? 12 : 10);
        }
        Steps(soundtrack.Slides.Select(slide => (slide.Start, slide.End, (double)slide.Picture.Emotion.Valence)), Svg.Image, null);
        Steps(soundtrack.Parts.Select(part => (part.Start, part.End, (double)part.Track.Emotion.Valence)), Svg.Image, "5 4");
        Steps(soundtrack.Slides.Select(slide => (slide.Start, slide.End, (double)slide.Picture.Emotion.Arousal)), Svg.Chosen, null);
        Steps(soundtrack.Parts.Select(part => (part.Start, part.End, (double)part.Track.Emotion.Arousal)), Svg.Chosen, "5 4");
        svg.Write(Left, 20, "pictures, in order", Svg.Gray);
        svg.Write(Left - 8, Y(0) + 4, "0", Svg.Gray, "end", 11).Write(Left - 8, Y(1) + 4, "1", Svg.Gray, "end", 11);
        svg.Line(Left, 288, Left + 24, 288, Svg.Image, 2).Write(Left + 32, 292, "valence").Line(Left + 110, 288, Left + 134, 288, Svg.Chosen, 2);
        svg.Write(Left + 142, 292, "arousal").Write(Left + 240, 292, "solid: pictures, dashed: music", Svg.Gray);
        return svg;

        void Steps(IEnumerable<(TimeSpan Start, TimeSpan End, double Value)> steps, string color, string? dashes) =>
            svg.Path(steps.SelectMany(step => new[] { (X(step.Start), Y(step.Value)), (X(step.End), Y(step.Value)) }), color, 2, dashes);
    }
}
