using System.Globalization;
using System.Text;

namespace Mmva.Tasks;

/// <summary>Valence and arousal of pictures and music over time, as SVG: dots and lines for pictures, steps for tracks.</summary>
internal static class SoundtrackChart
{
    private const int Width = 1000, Height = 130, Left = 70, Right = 8, Top = 10, Bottom = 14;

    public static string Draw(Soundtrack soundtrack) =>
        Curve(soundtrack, "valence", point => point.Valence) + Curve(soundtrack, "arousal", point => point.Arousal);

    private static string Curve(Soundtrack soundtrack, string name, Func<ValenceArousal, float> value)
    {
        var svg = new StringBuilder();
        void Add(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
        var total = soundtrack.Length.TotalSeconds;
        Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{name} of pictures and music over time\">");
        Add($"<text class=\"name\" x=\"{Left - 10}\" y=\"{Height / 2}\" text-anchor=\"end\">{name}</text>");
        foreach (var level in new[] { 0.0, 0.5, 1.0 })
        {
            Add($"<path class=\"grid\" d=\"M{Left} {Y(level):F1}H{Width - Right}\"/>");
            if (level != 0.5) Add($"<text class=\"level\" x=\"{Left - 10}\" y=\"{Y(level) + 3:F1}\" text-anchor=\"end\">{level}</text>");
        }
        foreach (var part in soundtrack.Parts.Skip(1)) Add($"<path class=\"cut\" d=\"M{X(part.Start):F1} {Top}V{Height - Bottom}\"/>");
        foreach (var part in soundtrack.Parts)
            Add($"<path class=\"music\" d=\"M{X(part.Start):F1} {Y(value(part.Track.Emotion)):F1}H{X(part.End):F1}\"/>");
        var line = soundtrack.Slides.Select((slide, i) => string.Create(
            CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{X((slide.Start + slide.End) / 2):F1} {Y(value(slide.Picture.Emotion)):F1}"));
        Add($"<path class=\"pictures\" d=\"{string.Concat(line)}\"/>");
        Add($"<path class=\"now\" d=\"M{Left} {Top}V{Height - Bottom}\"/>");
        return svg.Append("</svg>").ToString();

        double X(TimeSpan time) => Left + ((Width - Left - Right) * time.TotalSeconds / total);
        static double Y(double level) => Height - Bottom - ((Height - Top - Bottom) * Math.Clamp(level, 0, 1));
    }
}
