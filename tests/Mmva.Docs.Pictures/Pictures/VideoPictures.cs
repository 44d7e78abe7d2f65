using System.Diagnostics;
using System.Globalization;
using Mmva.Data;
using Mmva.Tasks;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>A made-up video of the painted images: its arousal and shots, and the timeline that is made of the chosen ones.</summary>
internal static class VideoPictures
{
    private const double Left = 40, Width = 740;

    // the images in the order of the film, with their seconds
    private static readonly (string Name, int Seconds)[] Scenes =
    [
        ("lake at dusk", 7), ("meadow in the sun", 6), ("fireworks", 3), ("thunderstorm", 6), ("meadow in the sun", 5),
        ("lake at dusk", 5), ("fireworks", 3),
    ];

    public static async Task<Svg> DrawSummaryAsync(Demo demo)
    {
        const double Bottom = 250, Top = 110;
        var summary = await SummarizeAsync(demo);
        var svg = new Svg(800, 330, "The arousal of a video's images, its shots, and the chosen ones");
        var scale = Width / summary.Duration.TotalSeconds;
        double X(TimeSpan time) => Left + time.TotalSeconds * scale;
        double Y(double arousal) => Bottom - arousal / 0.6 * (Bottom - Top);
        foreach (var shot in summary.Shots)
        {
            var (x, width) = (X(shot.Start), shot.Length.TotalSeconds * scale);
            if (shot.IsChosen) svg.Rectangle(x, Top - 90, width, Bottom - Top + 90, "#f6d7ee");
            var side = Math.Min(width - 8, 88);
            svg.Photo(x + (width - side) / 2, Top - 80, side, side * 3 / 4, Shrunk(shot.Thumbnail), shot.IsChosen ? Svg.Chosen : null);
            svg.Line(x, Top - 90, x, Bottom, Svg.Light);
            svg.Line(x, Y(shot.Score), x + width, Y(shot.Score), shot.IsChosen ? Svg.Chosen : Svg.Gray, shot.IsChosen ? 3 : 1);
            svg.Write(x + width / 2, Bottom + 36, $"{shot.Score:F2}", shot.IsChosen ? Svg.Chosen : Svg.Gray, "middle", 12, shot.IsChosen);
        }
        svg.Path(summary.Frames.Select(frame => (X(frame.Time), Y(frame.Arousal))), Svg.Image);
        svg.Line(Left, Y(0.5), Left + Width, Y(0.5), Svg.Light).Line(Left, Bottom, Left + Width, Bottom, Svg.Gray);
        svg.Write(Left - 6, Y(0.5) + 4, "0.5", Svg.Gray, "end", 11).WriteUpward(Left - 26, (Top + Bottom) / 2, "arousal", Svg.Gray);
        for (var second = 0; second <= summary.Duration.TotalSeconds; second += 5)
            svg.Write(X(TimeSpan.FromSeconds(second)), Bottom + 18, $"{second} s", Svg.Gray, "middle", 11);
        svg.Line(Left, 312, Left + 24, 312, Svg.Image, 2).Write(Left + 32, 316, "two images a second");
        svg.Line(Left + 180, 312, Left + 204, 312, Svg.Gray).Write(Left + 212, 316, "mean of a shot");
        var (chosen, all) = (summary.SummaryDuration.TotalSeconds, summary.Duration.TotalSeconds);
        svg.Rectangle(Left + 330, 304, 24, 16, "#f6d7ee").Write(Left + 362, 316, $"chosen: {chosen:F0} of {all:F0} seconds");
        return svg;
    }

    public static async Task<Svg> DrawTimelineAsync(Demo demo)
    {
        var summary = await SummarizeAsync(demo);
        var svg = new Svg(800, 296, "The shots of a video, and the timeline and chapters made of the chosen ones");
        double source = Width / summary.Duration.TotalSeconds, target = Width / summary.SummaryDuration.TotalSeconds * 0.8;
        svg.Write(Left, 24, "the video", Svg.Gray);
        foreach (var shot in summary.Shots)
            svg.Rectangle(
                Left + shot.Start.TotalSeconds * source + 1, 34, shot.Length.TotalSeconds * source - 2, 34,
                shot.IsChosen ? Svg.Chosen : Svg.Light, 3);
        var start = TimeSpan.Zero;
        foreach (var (i, part) in summary.Parts.Index())
        {
            var (x, width) = (Left + start.TotalSeconds * target, (part.End - part.Start).TotalSeconds * target);
            var from = Left + part.Start.TotalSeconds * source;
            svg.Line(from, 69, x, 141, Svg.Chosen, 1, "3 3");
            svg.Line(from + (part.End - part.Start).TotalSeconds * source, 69, x + width, 141, Svg.Chosen, 1, "3 3");
            svg.Rectangle(x + 1, 142, width - 2, 44, "#f6d7ee", 3, Svg.Chosen).Rectangle(x + 1, 190, width - 2, 22, "#fdf0e7", 3, Svg.Music);
            var shot = summary.Shots.First(one => one.Start <= part.Start && one.End > part.Start);
            svg.Photo(x + 5, 146, 48, 36, Shrunk(shot.Thumbnail));
            svg.Write(x + 60, 168, $"from {part.Start.TotalSeconds:F2} s", size: 12).Write(x + 10, 206, "audio", Svg.Music, size: 11);
            svg.Line(x, 216, x, 236, Svg.Ink);
            svg.Write(x + 4, 232, $"{start:m\\:ss} chapter {i + 1}", size: 12);
            start += (part.End - part.Start);
        }
        svg.Write(Left, 258, "the timeline: every format has the same cuts, frame by frame", Svg.Gray);
        svg.Write(Left, 280, $"TimelineFormat: {string.Join(", ", Enum.GetNames<TimelineFormat>())}", Svg.Gray, size: 12);
        return svg;
    }

    private static async Task<VideoSummary> SummarizeAsync(Demo demo)
    {
        var video = Path.Combine(demo.Folder, "film.mp4");
        if (!File.Exists(video)) await FilmAsync(demo, video);
        var services = new VideoSummaryOptions { Share = 0.25 };
        return await new VideoSummarizer(demo.Predictor, demo.Get<IVideoReader>(), services).SummarizeAsync(video);
    }

    // slow movements across the images, as in a documentary
    private static async Task FilmAsync(Demo demo, string video)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        foreach (var argument in new[] { "-loglevel", "error", "-bitexact" }) start.ArgumentList.Add(argument);
        var filter = new List<string>();
        foreach (var (i, (name, seconds)) in Scenes.Index())
        {
            var image = demo.Images.Single(path => Demo.Name(path) == name);
            foreach (var argument in new[] { "-loop", "1", "-framerate", "25", "-t", $"{seconds}", "-i", image })
                start.ArgumentList.Add(argument);
            var speed = (40.0 / seconds).ToString("F1", CultureInfo.InvariantCulture);
            filter.Add($"[{i}]crop=400:300:x='{speed}*t':y='{speed}*t',setsar=1,format=yuv420p[v{i}]");
        }
        var parts = string.Concat(Scenes.Index().Select(scene => $"[v{scene.Index}]"));
        var graph = $"{string.Join(';', filter)};{parts}concat=n={Scenes.Length}";
        foreach (var argument in new[] { "-filter_complex", graph, "-threads", "1", "-y", video })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("ffmpeg did not start.");
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg failed: {error}");
    }

    private static byte[] Shrunk(ReadOnlyMemory<byte> jpeg)
    {
        using var image = SkiaSharp.SKBitmap.Decode(jpeg.ToArray());
        using var small = image.Resize(new SkiaSharp.SKImageInfo(144, 108), new SkiaSharp.SKSamplingOptions(SkiaSharp.SKCubicResampler.Mitchell));
        using var encoded = small.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 70);
        return encoded.ToArray();
    }
}
