using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A soundtrack as a page that plays: the pictures advance with the music.</summary>
internal static class SoundtrackPage
{
    // with more embedded thumbnails the page would grow by megabytes
    private const int MaxEmbedded = 400;

    public static void Write(Soundtrack soundtrack, string path)
    {
        var page = Encoding.UTF8.GetBytes(Format(soundtrack, path));
        AtomicFile.Write(path, file => file.Write(page));
    }

    public static string Format(Soundtrack soundtrack, string path)
    {
        using var template = new StreamReader(typeof(SoundtrackPage).Assembly.GetManifestResourceStream("Mmva.Tasks.Soundtracks.page.html")!);
        var page = new StringBuilder(template.ReadToEnd());
        var slides = soundtrack.Slides.ToList();
        foreach (var (name, value) in new (string, string)[]
        {
            ("FACTS", Facts(soundtrack, slides.Count)),
            ("NOTICES", string.Concat(soundtrack.Notices.Select(notice => $"<p class=\"notice\">{Encode(notice)}</p>"))),
            ("CURVES", SoundtrackChart.Draw(soundtrack)),
            ("PARTS", string.Concat(soundtrack.Parts.Select(Row))),
            ("DATA", Data(soundtrack, slides, path)),
        })
        {
            page.Replace("{{" + name + "}}", value);
        }
        return page.ToString();
    }

    /// <summary>A time such as 1:02:03.</summary>
    internal static string Clock(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        return seconds >= 3600 ? $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}" : $"{seconds / 60}:{seconds % 60:00}";
    }

    private static string Facts(Soundtrack soundtrack, int count)
    {
        var what = soundtrack.Video is null ? "pictures" : "shots";
        var tracks = soundtrack.Parts.Count == 1 ? "one track" : $"{soundtrack.Parts.Count} tracks";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} {what}, {tracks}, {Clock(soundtrack.Length)}; pictures and music match by {soundtrack.Score:F3} of 1 on average.");
    }

    private static string Row(SoundtrackPart part, int index)
    {
        var cells = new[]
        {
            $"<button type=\"button\" data-part=\"{index}\">{Encode(part.Track.Title)}</button>{(part.Plays > 1 ? $" ({part.Plays} times)" : "")}",
            $"{Clock(part.Start)} – {Clock(part.End)}", $"{part.Slides.Count}",
            string.Create(CultureInfo.InvariantCulture, $"{part.Track.Emotion.Valence:F2}"),
            string.Create(CultureInfo.InvariantCulture, $"{part.Track.Emotion.Arousal:F2}"),
            string.Create(CultureInfo.InvariantCulture, $"{part.Score:F3}"),
        };
        return $"<tr>{string.Concat(cells.Select(cell => $"<td>{cell}</td>"))}</tr>";
    }

    /// <summary>What the player needs. The default encoder of JSON escapes markup.</summary>
    private static string Data(Soundtrack soundtrack, List<SoundtrackSlide> slides, string path)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("length", Rounded(soundtrack.Length));
            if (soundtrack.Video is { } video) json.WriteString("video", RelativePath.Address(path, video));
            json.WriteStartArray("plays");
            foreach (var play in MusicPlay.Of(soundtrack))
            {
                json.WriteStartObject();
                json.WriteString("src", RelativePath.Address(path, play.Track.Path));
                json.WriteString("title", play.Track.Title);
                json.WriteNumber("start", Rounded(play.Start));
                json.WriteNumber("length", Rounded(play.Length));
                json.WriteNumber("fadeIn", Rounded(play.FadeIn));
                json.WriteNumber("fadeOut", Rounded(play.FadeOut));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("parts");
            foreach (var part in soundtrack.Parts) json.WriteNumberValue(Rounded(part.Start));
            json.WriteEndArray();
            json.WriteStartArray("slides");
            foreach (var slide in slides) Slide(json, slide, slides.Count <= MaxEmbedded, path);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()).Replace("{{", "{ {", StringComparison.Ordinal);
    }

    private static void Slide(Utf8JsonWriter json, SoundtrackSlide slide, bool embed, string path)
    {
        var isShot = slide.Picture.VideoStart is not null;
        json.WriteStartObject();
        if (!isShot) json.WriteString("src", RelativePath.Address(path, slide.Picture.Path));
        if (!slide.Picture.Thumbnail.IsEmpty && (embed || isShot))
            json.WriteString("thumb", "data:image/jpeg;base64," + Convert.ToBase64String(slide.Picture.Thumbnail.Span));
        json.WriteString("title", isShot ? $"shot at {Clock(slide.Start)}" : Path.GetFileNameWithoutExtension(slide.Picture.Path));
        json.WriteNumber("start", Rounded(slide.Start));
        json.WriteNumber("end", Rounded(slide.End));
        json.WriteNumber("score", Math.Round(slide.Score, 3));
        json.WriteEndObject();
    }

    private static double Rounded(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    // markup is escaped, and so are the template's braces
    private static string Encode(string text) => WebUtility.HtmlEncode(text).Replace("{", "&#123;", StringComparison.Ordinal);
}
