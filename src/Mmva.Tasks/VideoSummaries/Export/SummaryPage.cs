using System.Globalization;
using System.Net;
using System.Text;

namespace Mmva.Tasks;

/// <summary>A summary as one HTML page without other files: the arousal curve, the shots, thumbnails of those that were chosen.</summary>
public static class SummaryPage
{
    // beyond this the page would grow by a megabyte
    private const int MostRowPictures = 150;

    /// <summary>Writes a file; it appears, or is replaced, when it is complete.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The HTML file.</param>
    /// <param name="player">A video to show on the page, mostly the cut summary: an address relative to the page; none if absent.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void Write(VideoSummary summary, string path, string? player = null) => AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(Format(summary, player))));

    /// <summary>The page as text.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="player">A video to show on the page; none if absent.</param>
    public static string Format(VideoSummary summary, string? player = null)
    {
        using var template = new StreamReader(typeof(SummaryPage).Assembly.GetManifestResourceStream("Mmva.Tasks.VideoSummaries.page.html")!);
        var chosen = summary.Chosen.ToList();
        var page = new StringBuilder(template.ReadToEnd());
        foreach (var (name, value) in new (string, string)[]
        {
            ("TITLE", Encode(Path.GetFileName(summary.Path))),
            ("FACTS", Facts(summary, chosen.Count)),
            ("NOTICES", string.Concat(summary.Notices.Select(notice => $"<p class=\"notice\">{Encode(notice)}</p>"))),
            ("PLAYER", player is null ? "" : $"<video controls preload=\"metadata\"{Poster(chosen)} src=\"{Encode(Uri.EscapeDataString(player).Replace("%2F", "/"))}\"></video>"),
            ("CURVE", ArousalChart.Draw(summary)),
            ("CHOSEN", string.Concat(chosen.Select((shot, i) => Card(shot, i + 1)))),
            ("ROWS", string.Concat(summary.Shots.Select((shot, i) => Row(shot, i, summary.Shots.Count <= MostRowPictures)))),
        })
            page.Replace("{{" + name + "}}", value);
        return page.ToString();
    }

    /// <summary>A time as people read it: 1:02:03.5.</summary>
    internal static string Clock(TimeSpan time)
    {
        var seconds = Math.Round(time.TotalSeconds, 1);
        var (hours, minutes) = ((int)(seconds / 3600), (int)(seconds / 60) % 60);
        return hours > 0 ? Invariant($"{hours}:{minutes:00}:{seconds % 60:00.#}") : Invariant($"{minutes}:{seconds % 60:00.#}");
    }

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Facts(VideoSummary summary, int chosen)
    {
        var whose = summary.Arousal switch { ArousalSource.Images => "its pictures", ArousalSource.Music => "its music", _ => "its pictures and its music" };
        var percent = 100 * summary.SummaryDuration / summary.Duration;
        return Invariant($"{Clock(summary.SummaryDuration)} of {Clock(summary.Duration)} ({percent:0.#} %): {chosen} of {summary.Shots.Count} shots, chosen by the arousal of {whose}.");
    }

    private static string Card(VideoShot shot, int number) => Invariant(
        $"""<figure>{Image(shot)}<figcaption><b>{number}</b><span>{Clock(shot.Start)} – {Clock(shot.End)}</span><output>{shot.Score:F3}</output></figcaption></figure>""");

    private static string Row(VideoShot shot, int index, bool picture) => Invariant(
        $"""<tr{(shot.IsChosen ? " class=\"chosen\"" : "")}><td>{index + 1}</td><td>{(picture ? Image(shot) : "")}</td><td>{Clock(shot.Start)}</td><td>{Clock(shot.End)}</td><td>{shot.Length.TotalSeconds:0.#} s</td><td><span class="bar"><i style="width:{100 * Math.Clamp(shot.Score, 0, 1):F1}%"></i></span>{shot.Score:F3}</td><td>{(shot.IsChosen ? "in the summary" : "")}</td></tr>""");

    private static string Image(VideoShot shot) => shot.Thumbnail.IsEmpty ? "" : $"""<img alt="{Encode($"the shot at {Clock(shot.Start)}")}" src="{Data(shot)}">""";

    private static string Poster(List<VideoShot> chosen) => chosen.Count == 0 || chosen[0].Thumbnail.IsEmpty ? "" : $" poster=\"{Data(chosen[0])}\"";

    private static string Data(VideoShot shot) => "data:image/jpeg;base64," + Convert.ToBase64String(shot.Thumbnail.Span);

    // markup is escaped, and so are the template's braces
    private static string Encode(string text) => WebUtility.HtmlEncode(text).Replace("{", "&#123;");
}
