using System.Globalization;
using System.Text;
using Mmva;

namespace Quickstart.Page;

/// <summary>Draws the emotion plane as SVG: valence to the right, arousal upwards, a number for every track, a ring for every query.</summary>
internal static class EmotionPlane
{
    private const int Size = 520, Margin = 40;

    public static string Draw(IReadOnlyList<Query> queries, IReadOnlyList<Track> tracks)
    {
        var svg = new StringBuilder();
        void Add(FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));

        Add($"""<svg viewBox="0 0 {Size} {Size}" role="img" aria-label="Valence and arousal of the queries and of every track">""");
        Add($"""<rect class="field" x="{Margin}" y="{Margin}" width="{Size - 2 * Margin}" height="{Size - 2 * Margin}" rx="6"/>""");
        Add($"""<path class="axis" d="M{Size / 2} {Margin}V{Size - Margin}M{Margin} {Size / 2}H{Size - Margin}"/>""");
        foreach (var (x, y, anchor, word) in new[] { (0.02, 0.965, "start", "tense · angry"), (0.98, 0.965, "end", "excited · happy"), (0.02, 0.015, "start", "sad · gloomy"), (0.98, 0.015, "end", "calm · content") })
            Add($"""<text class="mood" x="{X(x):F1}" y="{Y(y):F1}" text-anchor="{anchor}">{word}</text>""");
        Add($"""<text class="label" x="{Size / 2}" y="{Size - 12}" text-anchor="middle">valence: unpleasant → pleasant</text>""");
        Add($"""<text class="label" transform="translate(18 {Size / 2}) rotate(-90)" text-anchor="middle">arousal: calm → excited</text>""");

        for (var q = 0; q < queries.Count; q++)
        {
            var (x, y) = Place(queries[q].Emotion);
            Add($"""<g class="query" data-query="{q}"><title>{Html.Encode(queries[q].Name)}</title>""");
            Add($"""<circle class="reach" cx="{x:F1}" cy="{y:F1}" r="{0.15 * (Size - 2 * Margin):F1}"/><circle class="ring" cx="{x:F1}" cy="{y:F1}" r="11"/><circle class="core" cx="{x:F1}" cy="{y:F1}" r="4"/></g>""");
        }
        for (var t = 0; t < tracks.Count; t++)
        {
            var (x, y) = Place(tracks[t].Emotion);
            Add($"""<g class="track" data-track="{t}"><title>{Html.Encode(tracks[t].Name)}</title><circle cx="{x:F1}" cy="{y:F1}" r="9"/><text x="{x:F1}" y="{y + 3.6:F1}" text-anchor="middle">{t + 1}</text></g>""");
        }
        return svg.Append("</svg>").ToString();
    }

    private static (double X, double Y) Place(ValenceArousal emotion) => (X(Math.Clamp(emotion.Valence, 0, 1)), Y(Math.Clamp(emotion.Arousal, 0, 1)));

    private static double X(double valence) => Margin + valence * (Size - 2 * Margin);

    private static double Y(double arousal) => Size - Margin - arousal * (Size - 2 * Margin);
}
