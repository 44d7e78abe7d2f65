using System.Globalization;
using System.Net;
using System.Text;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A summary as a self-contained HTML page: the arousal curve, the shots, thumbnails of the chosen ones.</summary>
internal static class SummaryPage
{
    // with more thumbnails the page would grow by a megabyte
    private const int MaxRowThumbnails = 150;

    /// <summary>Writes a file atomically.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The HTML file; an existing file is replaced.</param>
    /// <param name="player">A video to show on the page, usually the cut summary, by its address relative to the page; optional.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void Write(VideoSummary summary, string path, string? player = null) =>
        AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(Format(summary, player))));

    /// <summary>Formats the page as text.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="player">A video to show on the page, by its address relative to the page; optional.</param>
    /// <returns>The HTML.</returns>
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
            ("PLAYER", player is null ? "" : Player(player, chosen)),
            ("CURVE", ArousalChart.Draw(summary)),
            ("CHOSEN", string.Concat(chosen.Select((shot, i) => Card(shot, i + 1)))),
            ("ROWS", string.Concat(summary.Shots.Select((shot, i) => Row(shot, i, summary.Shots.Count <= MaxRowThumbnails)))),
        })
        {
            page.Replace("{{" + name + "}}", value);
        }
        return page.ToString();
    }

    /// <summary>A time such as 1:02:03.5.</summary>
    internal static string Clock(TimeSpan time)
    {
        var seconds = Math.Round(time.TotalSeconds, 1);
        var (hours, minutes) = ((int)(seconds / 3600), (int)(seconds / 60) % 60);
        return hours > 0 ? Invariant($"{hours}:{minutes:00}:{seconds % 60:00.#}") : Invariant($"{minutes}:{seconds % 60:00.#}");
    }

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Facts(VideoSummary summary, int chosen)
    {
        var source = summary.Arousal switch
        {
            ArousalSource.Images => "the images",
            ArousalSource.Music => "the music",
            _ => "the images and the music",
        };
        var length = Invariant(
            $"{Clock(summary.SummaryDuration)} of {Clock(summary.Duration)} ({100 * summary.SummaryDuration / summary.Duration:0.#} %)");
        return $"{length}: {chosen} of {summary.Shots.Count} shots, chosen by the arousal of {source}.";
    }

    private static string Player(string video, List<VideoShot> chosen) =>
        $"<video controls preload=\"metadata\"{Poster(chosen)} src=\"{Encode(Uri.EscapeDataString(video).Replace("%2F", "/"))}\"></video>";

    private static string Card(VideoShot shot, int number)
    {
        var caption = Invariant($"<b>{number}</b><span>{Clock(shot.Start)} – {Clock(shot.End)}</span><output>{shot.Score:F3}</output>");
        return $"<figure>{Image(shot)}<figcaption>{caption}</figcaption></figure>";
    }

    private static string Row(VideoShot shot, int index, bool thumbnail)
    {
        var bar = Invariant($"""<span class="bar"><i style="width:{100 * Math.Clamp(shot.Score, 0, 1):F1}%"></i></span>{shot.Score:F3}""");
        string[] cells =
        [
            Invariant($"{index + 1}"), thumbnail ? Image(shot) : "", Clock(shot.Start), Clock(shot.End),
            Invariant($"{shot.Length.TotalSeconds:0.#} s"), bar, shot.IsChosen ? "in the summary" : "",
        ];
        return $"<tr{(shot.IsChosen ? " class=\"chosen\"" : "")}>{string.Concat(cells.Select(cell => $"<td>{cell}</td>"))}</tr>";
    }

    private static string Image(VideoShot shot) =>
        shot.Thumbnail.IsEmpty ? "" : $"""<img alt="{Encode($"the shot at {Clock(shot.Start)}")}" src="{Data(shot)}">""";

    private static string Poster(List<VideoShot> chosen) =>
        chosen.Count == 0 || chosen[0].Thumbnail.IsEmpty ? "" : $" poster=\"{Data(chosen[0])}\"";

    private static string Data(VideoShot shot) => "data:image/jpeg;base64," + Convert.ToBase64String(shot.Thumbnail.Span);

    // markup is escaped, and so are the template's braces
    private static string Encode(string text) => WebUtility.HtmlEncode(text).Replace("{", "&#123;");
}
