using System.Text;
using Mmva;

namespace Quickstart.Page;

/// <summary>Draws the emotion plane as SVG: valence to the right, arousal upward, a number for every track, a ring for every query.</summary>
internal static class EmotionPlane
{
    private const int Size = 520, Margin = 40;

    private static readonly (double Valence, double Arousal, string Anchor, string Words)[] Moods =
    [
        (0.02, 0.965, "start", "tense · angry"), (0.98, 0.965, "end", "excited · happy"),
        (0.02, 0.015, "start", "sad · gloomy"), (0.98, 0.015, "end", "calm · content"),
    ];

    public static string Draw(IReadOnlyList<Query> queries, IReadOnlyList<Track> tracks)
    {
        var svg = new StringBuilder($"""
            <svg viewBox="0 0 {Size} {Size}" role="img" aria-label="Valence and arousal of the queries and of every track">
            <rect class="field" x="{Margin}" y="{Margin}" width="{Size - 2 * Margin}" height="{Size - 2 * Margin}" rx="6"/>
            <path class="axis" d="M{Size / 2} {Margin}V{Size - Margin}M{Margin} {Size / 2}H{Size - Margin}"/>
            <text class="label" x="{Size / 2}" y="{Size - 12}" text-anchor="middle">valence: unpleasant → pleasant</text>
            <text class="label" transform="translate(18 {Size / 2}) rotate(-90)" text-anchor="middle">arousal: calm → excited</text>

            """);
        foreach (var mood in Moods)
            svg.AppendLine($"""
                <text class="mood" x="{X(mood.Valence):F1}" y="{Y(mood.Arousal):F1}" text-anchor="{mood.Anchor}">{mood.Words}</text>
                """);
        for (var q = 0; q < queries.Count; q++)
        {
            var (x, y) = Point(queries[q].Emotion);
            var at = $"cx=\"{x:F1}\" cy=\"{y:F1}\"";
            svg.AppendLine($"""
                <g class="query" data-query="{q}"><title>{EmotionPage.Encode(queries[q].Name)}</title>
                <circle class="reach" {at} r="{0.15 * (Size - 2 * Margin):F1}"/><circle class="ring" {at} r="11"/>
                <circle class="core" {at} r="4"/></g>
                """);
        }
        for (var t = 0; t < tracks.Count; t++)
        {
            var (x, y) = Point(tracks[t].Emotion);
            svg.AppendLine($"""
                <g class="track" data-track="{t}"><title>{EmotionPage.Encode(tracks[t].Name)}</title><circle cx="{x:F1}" cy="{y:F1}" r="9"/>
                <text x="{x:F1}" y="{y + 3.6:F1}" text-anchor="middle">{t + 1}</text></g>
                """);
        }
        return svg.Append("</svg>").ToString();
    }

    private static (double X, double Y) Point(ValenceArousal emotion) => (X(Math.Clamp(emotion.Valence, 0, 1)), Y(Math.Clamp(emotion.Arousal, 0, 1)));

    private static double X(double valence) => Margin + valence * (Size - 2 * Margin);

    private static double Y(double arousal) => Size - Margin - arousal * (Size - 2 * Margin);
}
