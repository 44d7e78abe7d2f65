using System.Globalization;
using System.Text;

namespace Mmva.Benchmarks.Scale;

/// <summary>One curve.</summary>
internal sealed record LogLogSeries(string Name, IReadOnlyList<(double N, double Value)> Points);

/// <summary>One pair of axes.</summary>
internal sealed record LogLogPanel(string Title, string Unit, IReadOnlyList<LogLogSeries> Series);

/// <summary>Panels with logarithmic axes as one SVG, two side by side.</summary>
internal static class LogLogPlot
{
    private const int Width = 480, Height = 300, Left = 52, Right = 14, Top = 62, Bottom = 34, Columns = 2;

    private static readonly string[] Colors = ["#1f5fa8", "#c2571a", "#2c7d4f", "#7a4aa0"]; // dark enough on white

    public static string Draw(IReadOnlyList<LogLogPanel> panels)
    {
        var svg = new StringBuilder();
        var (width, height) = (Columns * Width, (panels.Count + Columns - 1) / Columns * Height);
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">""");
        Add(svg, $"""<title>How cost grows with the number of points</title><rect width="{width}" height="{height}" fill="#fff"/>""");
        Add(svg, $"""<g font-family="sans-serif" font-size="12" fill="#333">""");
        for (var i = 0; i < panels.Count; i++)
        {
            Add(svg, $"""<g transform="translate({i % Columns * Width} {i / Columns * Height})">""");
            Draw(svg, panels[i]);
            Add(svg, $"</g>");
        }
        Add(svg, $"</g>\n</svg>");
        return svg.ToString();
    }

    private static void Draw(StringBuilder svg, LogLogPanel panel)
    {
        var points = panel.Series.SelectMany(series => series.Points).ToList();
        var (left, right) = Decades(points.Select(point => point.N));
        var (low, high) = Decades(points.Select(point => point.Value));
        double X(double n) => Left + (Width - Left - Right) * (Math.Log10(n) - left) / (right - left);
        double Y(double value) => Height - Bottom - (Height - Top - Bottom) * (Math.Log10(value) - low) / (high - low);

        Add(svg, $"""<text x="{Left}" y="22" font-weight="bold">{panel.Title}</text>""");
        for (var decade = low; decade <= high; decade++)
        {
            var y = Y(Math.Pow(10, decade));
            Add(svg, $"""<path d="M{Left} {y:F1}H{Width - Right}" stroke="#ddd"/>""");
            Add(svg, $"""<text x="{Left - 6}" y="{y + 4:F1}" text-anchor="end">{Label(decade)}</text>""");
        }
        for (var decade = left; decade <= right; decade++)
        {
            var x = X(Math.Pow(10, decade));
            Add(svg, $"""<text x="{x:F1}" y="{Height - 14}" text-anchor="{(decade == right ? "end" : "middle")}">{Label(decade)}</text>""");
        }
        var legend = (double)Left;
        for (var i = 0; i < panel.Series.Count; i++)
        {
            var (series, color) = (panel.Series[i], Colors[i % Colors.Length]);
            var path = string.Join('L', series.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.N):F1} {Y(p.Value):F1}")));
            Add(svg, $"""<path d="M{path}" fill="none" stroke="{color}" stroke-width="2"/>""");
            foreach (var (n, value) in series.Points)
            {
                Add(svg, $"""<circle cx="{X(n):F1}" cy="{Y(value):F1}" r="3" fill="{color}">""");
                Add(svg, $"<title>{series.Name}, {n:N0} points: {value:G3} {panel.Unit}</title></circle>");
            }
            Add(svg, $"""<circle cx="{legend + 4:F1}" cy="40" r="4" fill="{color}"/>""");
            Add(svg, $"""<text x="{legend + 12:F1}" y="44" fill="{color}">{series.Name}</text>""");
            legend += 30 + 6.6 * series.Name.Length;
        }
    }

    private static (int Low, int High) Decades(IEnumerable<double> values)
    {
        var logs = values.Select(Math.Log10).ToList();
        var (low, high) = ((int)Math.Floor(logs.Min() + 1e-9), (int)Math.Ceiling(logs.Max() - 1e-9));
        return (low, Math.Max(high, low + 1));
    }

    private static string Label(int decade) => decade switch
    {
        >= 9 => string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, decade - 9):0}G"),
        >= 6 => string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, decade - 6):0}M"),
        >= 3 => string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, decade - 3):0}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, decade):0.######}"),
    };

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
