using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml.Linq;

namespace Mmva.Endurance.Soak;

/// <summary>Requests with known answers. Each returns what is wrong with its answer, or null.</summary>
internal sealed class ValidRequests(TestMedia media, KnownAnswers known, string page)
{
    /// <summary>What players send; the sample does not check it.</summary>
    private const string Credentials = "u=demo&t=26719a1196d2a940705a59634eb18eab&s=c19b2d&v=1.16.1&c=endurance";

    /// <summary>The kinds of requests, and how often each is sent.</summary>
    public static readonly (string Kind, int Weight)[] Kinds =
    [
        ("photo", 24), ("text", 14), ("point", 10), ("library", 6), ("track", 8), ("range", 16), ("similar songs", 10), ("path of songs", 6),
        ("page", 6),
    ];

    public Task<string?> SendAsync(string kind, HttpClient client, Random random, CancellationToken cancellationToken) => kind switch
    {
        "photo" => PhotoAsync(client, random, cancellationToken),
        "text" => TextAsync(client, random, cancellationToken),
        "point" => PointAsync(client, random, cancellationToken),
        "library" => LibraryAsync(client, cancellationToken),
        "track" => TrackAsync(client, random, cancellationToken),
        "range" => RangeAsync(client, random, cancellationToken),
        "similar songs" => SimilarAsync(client, random, Credentials, cancellationToken),
        "path of songs" => PathAsync(client, random, cancellationToken),
        "page" => PageAsync(client, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Whatever the credentials are: the sample has no users, so that wrong ones must change nothing.</summary>
    public Task<string?> BadCredentialsAsync(HttpClient client, Random random, CancellationToken cancellationToken) => SimilarAsync(
        client, random, random.Next(4) switch
        {
            0 => "u=admin&p=wrong&v=1.16.1&c=x",
            1 => "u=%00%ff&t=zz&s=&v=99.99.99&c=x",
            2 => "apiKey=" + new string('k', 2000),
            _ => "u='%20OR%201=1--&p=enc:zz&v=&c=",
        }, cancellationToken);

    private async Task<string?> PhotoAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        var which = random.Next(media.Photos.Count);
        using HttpContent content = random.Next(2) == 0
            ? new MultipartFormDataContent { { new ByteArrayContent(media.Photos[which]), "photo", $"photo {which}.jpg" } }
            : new ByteArrayContent(media.Photos[which]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/images") { Content = content };
        if (random.Next(6) == 0) request.Headers.TransferEncodingChunked = true;
        using var response = await client.SendAsync(request, cancellationToken);
        return await AnswerAsync(response, known.Photos[which], cancellationToken) is { } wrong ? $"photo {which}: {wrong}" : null;
    }

    private async Task<string?> TextAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        var which = random.Next(media.Texts.Count);
        using var response = await client.GetAsync("/api/texts?text=" + Uri.EscapeDataString(media.Texts[which]), cancellationToken);
        return await AnswerAsync(response, known.Texts[which], cancellationToken) is { } wrong ? $"'{media.Texts[which]}': {wrong}" : null;
    }

    private async Task<string?> PointAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        var answer = known.Points[random.Next(known.Points.Count)];
        var address = FormattableString.Invariant($"/api/places?valence={answer.Point.Valence:R}&arousal={answer.Point.Arousal:R}");
        using var response = await client.GetAsync(address, cancellationToken);
        return await AnswerAsync(response, answer, cancellationToken) is { } wrong ? $"{address}: {wrong}" : null;
    }

    private async Task<string?> LibraryAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync("/api/library", cancellationToken);
        return Status(response, HttpStatusCode.OK) ?? AnswerCheck.Wrong(await JsonAsync(response, cancellationToken), known.Tracks);
    }

    private async Task<string?> TrackAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        var track = known.Tracks[random.Next(known.Tracks.Count)];
        using var response = await client.GetAsync("/api/tracks/" + track.Id, cancellationToken);
        return Status(response, HttpStatusCode.OK)
            ?? SameBytes(track.Bytes, await response.Content.ReadAsByteArrayAsync(cancellationToken), track.Name);
    }

    private async Task<string?> RangeAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        var track = known.Tracks[random.Next(known.Tracks.Count)];
        var length = track.Bytes.Length;
        var from = random.Next(length);
        var to = Math.Min(length - 1, from + random.Next(1 << 16));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tracks/" + track.Id);
        var kind = random.Next(4);
        request.Headers.Range = kind switch
        {
            0 => new RangeHeaderValue(from, null),
            1 => new RangeHeaderValue(null, to - from + 1),
            2 => new RangeHeaderValue(length + 10, length + 20),
            _ => new RangeHeaderValue(from, to),
        };
        using var response = await client.SendAsync(request, cancellationToken);
        if (kind == 2) return Status(response, HttpStatusCode.RequestedRangeNotSatisfiable);
        var expected = kind switch
        {
            0 => track.Bytes.AsMemory(from),
            1 => track.Bytes.AsMemory(length - (to - from + 1)),
            _ => track.Bytes.AsMemory(from..(to + 1)),
        };
        return Status(response, HttpStatusCode.PartialContent)
            ?? SameBytes(expected, await response.Content.ReadAsByteArrayAsync(cancellationToken), $"{track.Name}, {request.Headers.Range}");
    }

    private async Task<string?> SimilarAsync(HttpClient client, Random random, string credentials, CancellationToken cancellationToken)
    {
        var which = random.Next(known.Tracks.Count);
        var address = $"/rest/getSonicSimilarTracks?id={known.Tracks[which].Id}&count={KnownAnswers.SimilarCount}&{credentials}";
        return await SongsAsync(client, address, random.Next(3) == 0, known.Similar[which], cancellationToken);
    }

    private async Task<string?> PathAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        var which = random.Next(known.Tracks.Count);
        var (start, end) = (known.Tracks[which].Id, known.Tracks[(which + 1) % known.Tracks.Count].Id);
        var address = $"/rest/findSonicPath.view?startSongId={start}&endSongId={end}&count={KnownAnswers.PathCount}&{Credentials}";
        return await SongsAsync(client, address, false, known.Paths[which], cancellationToken);
    }

    private static async Task<string?> SongsAsync(
        HttpClient client, string address, bool xml, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(address + (xml ? "" : "&f=json"), cancellationToken);
        if (Status(response, HttpStatusCode.OK) is { } wrong) return wrong;
        if (!xml) return AnswerCheck.Wrong(await JsonAsync(response, cancellationToken), ids);
        var root = XDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken)).Root!;
        var given = root.Descendants().Where(element => element.Name.LocalName == "entry").Select(element => (string?)element.Attribute("id"));
        return given.SequenceEqual(ids) ? null : $"{address}: {root}";
    }

    private async Task<string?> PageAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync("/", cancellationToken);
        return Status(response, HttpStatusCode.OK)
            ?? (await response.Content.ReadAsStringAsync(cancellationToken) == page ? null : "the page is not that of the folder");
    }

    private static async Task<string?> AnswerAsync(HttpResponseMessage response, KnownAnswer expected, CancellationToken cancellationToken) =>
        Status(response, HttpStatusCode.OK) ?? AnswerCheck.Wrong(await JsonAsync(response, cancellationToken), expected);

    private static string? Status(HttpResponseMessage response, HttpStatusCode expected) =>
        response.StatusCode == expected ? null : throw new StatusException(response.StatusCode);

    private static string? SameBytes(ReadOnlyMemory<byte> expected, byte[] given, string what) =>
        expected.Span.SequenceEqual(given) ? null : $"{what}: {given.Length} bytes that differ from the {expected.Length} of the file";

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(
            await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return document.RootElement.Clone();
    }
}

/// <summary>Another status than the request should have.</summary>
internal sealed class StatusException(HttpStatusCode status) : Exception($"the status {(int)status}")
{
    public HttpStatusCode Status => status;

    /// <summary>A refusal under load, as the sample documents it.</summary>
    public bool IsBusy => status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;
}
