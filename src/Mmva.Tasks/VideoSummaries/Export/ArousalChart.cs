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
        {
            var (x, width) = (X(shot.Start), Math.Max(1, X(shot.End) - X(shot.Start)));
            var title = SummaryPage.Invariant($"{SummaryPage.Clock(shot.Start)} – {SummaryPage.Clock(shot.End)}, {shot.Score:F3}");
            Add($"""<rect class="band" x="{x:F1}" y="{Top}" width="{width:F1}" height="{Height - Top - Bottom}"><title>{title}</title></rect>""");
        }
        foreach (var value in Levels(low, high))
        {
            var (line, text) = (Y(value), Y(value) + 4);
            svg.Append(CultureInfo.InvariantCulture, $"""<path class="grid" d="M{Left} {line:F1}H{Width - Right}"/>""");
            Add($"""<text x="{Left - 8}" y="{text:F1}" text-anchor="end">{value:0.0#}</text>""");
        }
        var step = TickSeconds.FirstOrDefault(s => total / s <= MostTicks, total / MostTicks);
        for (var second = 0.0; second <= total; second += step)
        {
            var time = TimeSpan.FromSeconds(second);
            var anchor = X(time) > Width - Left ? "end" : "middle"; // the last label must not protrude
            Add($"""<text x="{X(time):F1}" y="{Height - 12}" text-anchor="{anchor}">{SummaryPage.Clock(time)}</text>""");
        }
        var means = string.Join("", summary.Shots.Select(s => SummaryPage.Invariant($"M{X(s.Start):F1} {Y(s.Score):F1}H{X(s.End):F1}")));
        Add($"""<path class="curve" d="{Curve(summary, X, Y)}"/>""");
        Add($"""<path class="means" d="{means}"/>""");
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The curve, as means of adjacent points if there are more than can be seen.</summary>
    private static string Curve(VideoSummary summary, Func<TimeSpan, double> x, Func<double, double> y)
    {
        var together = (summary.Frames.Count + MostPoints - 1) / MostPoints;
        var half = summary.Frames.Count > 1 ? (summary.Frames[1].Time - summary.Frames[0].Time) / 2 : summary.Duration / 2;
        var path = new StringBuilder();
        foreach (var frames in summary.Frames.Chunk(together))
        {
            var time = (frames[0].Time + frames[^1].Time) / 2 + half;
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x(time):F1} {y(frames.Average(f => f.Arousal)):F1}");
        }
        return path.ToString();
    }

    /// <summary>The visible range of the scale from 0 to 1: multiples of 1/20 around the curve.</summary>
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
