using System.Globalization;
using System.Text;

namespace Mmva.Training;

/// <summary>A curve of a chart.</summary>
/// <param name="Name">The name in the legend, as HTML.</param>
/// <param name="Style">The class that colors it.</param>
/// <param name="Points">Epochs and values; values that are not finite are left out.</param>
internal sealed record Curve(string Name, string Style, IReadOnlyList<(int Epoch, double Value)> Points);

/// <summary>
/// Draws curves over epochs. Only lines are in the SVG, which stretches with the page; labels are HTML next to it, so that they have the same size on
/// a phone.
/// </summary>
internal static class Chart
{
    // more points than a screen has columns only cost time
    private const int Size = 1000, MostPoints = 800;
    private const double LogarithmicRange = 20, Margin = 0.04;

    /// <param name="title">The title.</param>
    /// <param name="note">What else there is to say, or nothing.</param>
    /// <param name="curves">The curves; values over a wide range, such as losses, are on a logarithmic axis.</param>
    /// <param name="linear">Keeps the axis linear.</param>
    /// <param name="best">The epoch of the first curve that gets a dot, or 0 for none.</param>
    public static string Draw(string title, string note, IReadOnlyList<Curve> curves, bool linear = false, int best = 0)
    {
        double[] values = [.. curves.SelectMany(curve => curve.Points).Select(point => point.Value).Where(double.IsFinite)];
        if (values.Length == 0) return "";
        var (least, most) = (values.Min(), values.Max());
        var logarithmic = !linear && least > 0 && most / least > LogarithmicRange;
        double Scaled(double value) => logarithmic ? Math.Log10(value) : value;
        var (low, high) = (Scaled(least), Scaled(most));
        var margin = high > low ? (high - low) * Margin : Math.Max(Math.Abs(high) * 0.5, 1e-9);
        (low, high) = (low - margin, high + margin);
        var last = Math.Max(2, curves.SelectMany(curve => curve.Points).Max(point => point.Epoch));
        double Top(double value) => (high - Scaled(value)) / (high - low);
        double Left(int epoch) => (epoch - 1.0) / (last - 1);

        var ticks = (logarithmic ? Ticks.Logarithmic(least, most) : Ticks.Linear(low, high)).Where(tick => Top(tick) is >= 0 and <= 1).ToList();
        var svg = new StringBuilder();
        foreach (var tick in ticks) svg.Append(Text($"""<path class="grid" d="M0 {Top(tick) * Size:F1}H{Size}"/>"""));
        foreach (var curve in curves)
        {
            var points = Thinned(curve.Points).Select(point => Text($"{Left(point.Epoch) * Size:F1} {Top(point.Value) * Size:F1}")).ToList();
            if (points.Count == 0) continue;
            // a line of no length with round ends is a dot
            svg.Append($"""<path class="{curve.Style}" d="M{string.Join('L', points)}{(points.Count == 1 ? "h0" : "")}"/>""");
        }
        if (curves[0].Points.FirstOrDefault(point => point.Epoch == best) is { Epoch: > 0 } mark)
            svg.Append(Text($"""<path class="dot" d="M{Left(best) * Size:F1} {Top(mark.Value) * Size:F1}h0"/>"""));

        var html = new StringBuilder();
        html.Append($"""<figure><figcaption><b>{title}</b> {note}{(logarithmic ? ", logarithmic" : "")}</figcaption>""");
        html.Append("""<div class="plot"><div class="y">""");
        foreach (var tick in ticks) html.Append(Text($"""<span style="top:{100 * Top(tick):F2}%">{tick:G3}</span>"""));
        html.Append($"""</div><svg viewBox="0 0 {Size} {Size}" preserveAspectRatio="none" role="img" aria-label="{title}">{svg}</svg>""");
        html.Append("""<div class="x">""");
        foreach (var epoch in Ticks.Epochs(last)) html.Append(Text($"""<span style="left:{100 * Left(epoch):F2}%">{epoch}</span>"""));
        html.Append("</div></div><ul>");
        foreach (var curve in curves)
            if (curve.Points is [.., var end])
                html.Append(Text($"""
                    <li><svg viewBox="0 0 24 8"><path class="{curve.Style}" d="M1 4H23"/></svg>{curve.Name} <b>{end.Value:G4}</b></li>
                    """));
        return html.Append("</ul></figure>\n").ToString();
    }

    /// <summary>The extremes of each stretch of epochs, so that no peak is lost.</summary>
    private static IEnumerable<(int Epoch, double Value)> Thinned(IReadOnlyList<(int Epoch, double Value)> points)
    {
        (int Epoch, double Value)[] finite = [.. points.Where(point => double.IsFinite(point.Value))];
        if (finite.Length <= MostPoints) return finite;
        return finite.Chunk((finite.Length + MostPoints / 2 - 1) / (MostPoints / 2)).SelectMany(stretch =>
        {
            var (least, most) = (stretch.MinBy(point => point.Value), stretch.MaxBy(point => point.Value));
            return least.Epoch < most.Epoch ? [least, most] : least.Epoch > most.Epoch ? [most, least] : new[] { least };
        });
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
