using System.Globalization;
using System.Net;
using System.Text;
using ConsoleProgram;
using Mmva;

namespace Quickstart.Page;

/// <param name="Thumbnail">A JPEG of the image, or null for a text.</param>
internal sealed record Query(string Name, ValenceArousal Emotion, byte[]? Thumbnail);

internal sealed record Track(string Name, ValenceArousal Emotion, string Path);

/// <summary>One self-contained HTML page: queries, the emotion plane, and the tracks in the order of their match, with players.</summary>
internal static class EmotionPage
{
    /// <param name="queries">At least one; the first is shown when the page opens.</param>
    /// <param name="tracks">The music, best match of the first query first.</param>
    /// <param name="player">Returns the audio of a track as a data address, or null for no player.</param>
    public static void Write(
        string path, IReadOnlyList<Query> queries, IReadOnlyList<Track> tracks, EmotionalSimilarity similarity, Func<Track, string?> player)
    {
        string Ranked(Track track, int index) => Item(track, index, similarity.Score(queries[0].Emotion, track.Emotion), player(track));
        var query = queries.Count > 1 ? "a picture: choose one" : queries[0].Thumbnail is null ? "your words" : "your picture";
        using var template = new StreamReader(typeof(EmotionPage).Assembly.GetManifestResourceStream("page.html")!);
        var html = new StringBuilder(template.ReadToEnd())
            .Replace("{{INTRODUCTION}}", $"{tracks.Count} tracks, ranked by emotional match with {query}.")
            .Replace("{{QUERYCLASS}}", queries.Count == 1 ? "single" : "")
            .Replace("{{SIGMA}}", similarity.Sigma.ToString("R", CultureInfo.InvariantCulture))
            .Replace("{{FOOTER}}", $"Similarity is exp(−distance / {similarity.Sigma:F3}) on the plane of valence and arousal; "
                + $"the shaded disc holds matches above {similarity.Score(0.15):F2}. Predicted by Mmva.")
            .Replace("{{QUERIES}}", string.Concat(queries.Select(Button)))
            .Replace("{{PLANE}}", EmotionPlane.Draw(queries, tracks))
            .Replace("{{TRACKS}}", string.Concat(tracks.Select(Ranked)));
        OutputFile.Write(path, html.ToString());
    }

    /// <summary>Escapes markup and the braces of the template.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text).Replace("{", "&#123;");

    private static string Button(Query query, int index)
    {
        var name = Encode(query.Name);
        var face = query.Thumbnail is { } jpeg
            ? $"""<img src="data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}" alt="{name}"><span>{name}"""
            : $"""<span class="words">“{name}”""";
        return $"""
            <button type="button" data-query="{index}" {Data(query.Emotion)} aria-pressed="false">{face}
            <span class="va">{Words(query.Emotion)}</span></span></button>
            """;
    }

    private static string Item(Track track, int index, double score, string? audio) => $"""
        <li data-track="{index}" {Data(track.Emotion)}><div class="row"><i>{index + 1}</i><b>{Encode(track.Name)}</b><output>{score:F3}</output></div>
        <div class="bar"><span style="width:{100 * score:F1}%"></span></div><span class="va">{Words(track.Emotion)}</span>{Player(audio)}</li>
        """;

    private static string Player(string? audio) => audio is null ? "" : $"""<audio controls preload="none" src="{audio}"></audio>""";

    private static string Data(ValenceArousal emotion) => $"data-v=\"{emotion.Valence:F5}\" data-a=\"{emotion.Arousal:F5}\"";

    private static string Words(ValenceArousal emotion) => $"valence {emotion.Valence:F2} · arousal {emotion.Arousal:F2}";
}
