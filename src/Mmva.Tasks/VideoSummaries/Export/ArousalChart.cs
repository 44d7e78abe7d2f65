using System.Globalization;
using System.Text;

namespace Mmva.Tasks;

/// <summary>Draws arousal over time as SVG: the curve, the mean of every shot as a step, the chosen shots as bands.</summary>
internal static class ArousalChart
{
    private const int Width = 1120, Height = 280, Left = 46, Right = 14, Top = 14, Bottom = 34, MostPoints = 1200, MostTicks = 10;

    private static readonly double[] TickSeconds = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

    public static string Draw(VideoSummary summary)
    {
        var svg = new StringBuilder();
        void Add(FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
        var total = summary.Duration.TotalSeconds;
        var (low, high) = Range(summary);
        double X(TimeSpan time) => Left + (Width - Left - Right) * Math.Min(1, time.TotalSeconds / total);
        double Y(double arousal) => Height - Bottom - (Height - Top - Bottom) * (arousal - low) / (high - low);

        Add($"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-label="Arousal over time; the shots of the summary are marked">""");
        foreach (var shot in summary.Chosen)
            Add($"""<rect class="band" x="{X(shot.Start):F1}" y="{Top}" width="{Math.Max(1, X(shot.End) - X(shot.Start)):F1}" height="{Height - Top - Bottom}"><title>{SummaryPage.Clock(shot.Start)} – {SummaryPage.Clock(shot.End)}, {shot.Score:F3}</title></rect>""");
        foreach (var value in Levels(low, high))
            Add($"""<path class="grid" d="M{Left} {Y(value):F1}H{Width - Right}"/><text x="{Left - 8}" y="{Y(value) + 4:F1}" text-anchor="end">{value:0.0#}</text>""");
        var step = TickSeconds.FirstOrDefault(s => total / s <= MostTicks, total / MostTicks);
        for (var second = 0.0; second <= total; second += step)
        {
            var x = X(TimeSpan.FromSeconds(second));
            Add($"""<text x="{x:F1}" y="{Height - 12}" text-anchor="{(x > Width - Left ? "end" : "middle")}">{SummaryPage.Clock(TimeSpan.FromSeconds(second))}</text>"""); // the last one must not stick out
        }
        Add($"""<path class="curve" d="{Curve(summary, X, Y)}"/>""");
        Add($"""<path class="means" d="{string.Join("", summary.Shots.Select(s => SummaryPage.Invariant($"M{X(s.Start):F1} {Y(s.Score):F1}H{X(s.End):F1}")))}"/>""");
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The curve, as means of neighbouring points where there are more of them than can be seen.</summary>
    private static string Curve(VideoSummary summary, Func<TimeSpan, double> x, Func<double, double> y)
    {
        var together = (summary.Frames.Count + MostPoints - 1) / MostPoints;
        var half = summary.Frames.Count > 1 ? (summary.Frames[1].Time - summary.Frames[0].Time) / 2 : summary.Duration / 2;
        var path = new StringBuilder();
        foreach (var frames in summary.Frames.Chunk(together))
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x((frames[0].Time + frames[^1].Time) / 2 + half):F1} {y(frames.Average(f => f.Arousal)):F1}");
        return path.ToString();
    }

    /// <summary>What is shown of the scale from 0 to 1: twentieths around the curve.</summary>
    private static (double Low, double High) Range(VideoSummary summary)
    {
        var (low, high) = (summary.Frames.Min(f => f.Arousal), summary.Frames.Max(f => f.Arousal));
        return (Math.Floor(low * 20 - 0.5) / 20, Math.Ceiling(high * 20 + 0.5) / 20);
    }

    private static IEnumerable<double> Levels(double low, double high)
    {
        var step = high - low > 0.5 ? 0.2 : high - low > 0.25 ? 0.1 : 0.05;
        for (var level = Math.Ceiling(low / step - 1e-9); level * step <= high + 1e-9; level++) yield return level * step;
    }
}
