using System.Globalization;
using System.Text;
using ConsoleProgram;
using Mmva;

namespace Quickstart.Page;

/// <summary>One self-contained HTML page: queries, the emotion plane, and the tracks in the order of their match, with players.</summary>
internal static class EmotionPage
{
    /// <summary>Writes the page, atomically.</summary>
    /// <param name="path">The HTML file; an existing one is replaced.</param>
    /// <param name="queries">At least one; the first is shown when the page opens.</param>
    /// <param name="tracks">The music, best match of the first query first.</param>
    /// <param name="similarity">Scores a query and a track.</param>
    /// <param name="player">The sound of a track as a data address, or null where it has no player.</param>
    public static void Write(string path, IReadOnlyList<Query> queries, IReadOnlyList<Track> tracks, EmotionalSimilarity similarity, Func<Track, string?> player)
    {
        using var template = new StreamReader(typeof(EmotionPage).Assembly.GetManifestResourceStream("page.html")!);
        var html = new StringBuilder(template.ReadToEnd())
            .Replace("{{INTRODUCTION}}", $"{tracks.Count} tracks, ranked by emotional match with {(queries.Count == 1 ? "your " + (queries[0].Thumbnail is null ? "words" : "picture") : "a picture: choose one")}.")
            .Replace("{{QUERYCLASS}}", queries.Count == 1 ? "single" : "")
            .Replace("{{SIGMA}}", similarity.Sigma.ToString("R", CultureInfo.InvariantCulture))
            .Replace("{{FOOTER}}", Invariant($"Similarity is exp(−distance / {similarity.Sigma:F3}) on the plane of valence and arousal; the shaded disc holds matches above {similarity.Score(0.15):F2}. Predicted by Mmva."))
            .Replace("{{QUERIES}}", string.Concat(queries.Select(Button)))
            .Replace("{{PLANE}}", EmotionPlane.Draw(queries, tracks))
            .Replace("{{TRACKS}}", string.Concat(tracks.Select((track, i) => Item(track, i, similarity.Score(queries[0].Emotion, track.Emotion), player(track)))));

        OutputFile.Write(path, html.ToString());
    }

    private static string Button(Query query, int index)
    {
        var name = Html.Encode(query.Name);
        var face = query.Thumbnail is { } jpeg
            ? $"""<img src="data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}" alt="{name}"><span>{name}"""
            : $"""<span class="words">“{name}”""";
        return Invariant($"""<button type="button" data-query="{index}" {Place(query.Emotion)} aria-pressed="false">{face}<span class="va">{Words(query.Emotion)}</span></span></button>""");
    }

    private static string Item(Track track, int index, double score, string? sound) => Invariant(
        $"""
        <li data-track="{index}" {Place(track.Emotion)}><div class="row"><i>{index + 1}</i><b>{Html.Encode(track.Name)}</b><output>{score:F3}</output></div>
        <div class="bar"><span style="width:{100 * score:F1}%"></span></div><span class="va">{Words(track.Emotion)}</span>{(sound is null ? "" : $"<audio controls preload=\"none\" src=\"{sound}\"></audio>")}</li>
        """);

    private static string Place(ValenceArousal emotion) => Invariant($"data-v=\"{emotion.Valence:F5}\" data-a=\"{emotion.Arousal:F5}\"");

    private static string Words(ValenceArousal emotion) => Invariant($"valence {emotion.Valence:F2} · arousal {emotion.Arousal:F2}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
