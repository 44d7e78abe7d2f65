using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Mmva.Endurance.Soak;

/// <summary>
/// Requests that no honest client sends. Each returns what is wrong with the server's reaction, or null: it refuses with a status of 400 to 499, or
/// closes the connection.
/// </summary>
internal sealed class HostileRequests(TestMedia media, KnownAnswers known, ValidRequests valid, Uri server)
{
    private const int MostBytes = 100 << 20;

    /// <summary>How long slow clients go on at most.</summary>
    private static readonly TimeSpan LongestDribble = TimeSpan.FromSeconds(45);

    /// <summary>The kinds of requests, and how often each is sent.</summary>
    public static readonly (string Kind, int Weight)[] Kinds =
    [
        ("truncated image", 12), ("wrong type", 12), ("image bomb", 6), ("declared too large", 6), ("too large", 1), ("damaged form", 8),
        ("slow body", 6), ("slow body of unknown length", 3), ("slow head", 3), ("left while sending", 12), ("left while receiving", 12),
        ("bad query", 14), ("bad credentials", 8), ("not HTTP", 6), ("flood of headers", 4),
    ];

    private static readonly string[] BadQueries =
    [
        "/api/texts", "/api/texts?text=", "/api/texts?text=%20%20", "/api/texts?text=" + new string('x', 1001),
        "/api/texts?text=" + new string('y', 20_000),
        "/api/places", "/api/places?valence=nan&arousal=0.5", "/api/places?valence=2&arousal=0.5", "/api/places?valence=1e999&arousal=0",
        "/api/places?valence=0,5&arousal=0.5", "/api/places?valence=0.5", "/api/places?valence=-1&arousal=-1&valence=3",
        "/api/library?seen=many", "/api/library?seen=99999999999999", "/api/library?seen=1&seen=x",
        "/api/tracks/..%2f..%2fetc%2fpasswd", "/api/tracks/%00", "/api/tracks/0000000000000000", "/api/tracks/" + new string('a', 5000),
        "/api/nothing", "/rest/nothing?f=json", "/%c0%ae%c0%ae/appsettings.json", "/..%2fappsettings.json", "/appsettings.json", "/api/images",
    ];

    private static readonly string[] BadForms =
    [
        "x", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nabc",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"../../x\"\r\n\r\n\r\n--b--\r\n",
        "--b\r\n" + new string('h', 40_000) + ": x\r\n\r\n",
    ];

    public async Task<string?> SendAsync(string kind, HttpClient client, Random random, CancellationToken cancellationToken) => kind switch
    {
        "truncated image" => await PostAsync(client, Truncated(random), cancellationToken),
        "wrong type" => await PostAsync(client, WrongType(random), cancellationToken),
        "image bomb" => await PostAsync(client, random.Next(2) == 0 ? PngBomb(random) : WebPBomb(), cancellationToken),
        "declared too large" => await DeclaredTooLargeAsync(random, cancellationToken),
        "too large" => await PostAsync(client, new byte[MostBytes + 1 + random.Next(1 << 20)], cancellationToken, 413),
        "damaged form" => await DamagedFormAsync(client, random, cancellationToken),
        "slow body" => await SlowBodyAsync($"Content-Length: {1000 + random.Next(2_000_000)}\r\n", "", random, cancellationToken),
        "slow body of unknown length" => await SlowBodyAsync("Transfer-Encoding: chunked\r\n", "1\r\n{0}\r\n", random, cancellationToken),
        "slow head" => await SlowHeadAsync(random, cancellationToken),
        "left while sending" => await LeaveWhileSendingAsync(random, cancellationToken),
        "left while receiving" => await LeaveWhileReceivingAsync(random, cancellationToken),
        "bad query" => await BadQueryAsync(client, random, cancellationToken),
        "bad credentials" => await valid.BadCredentialsAsync(client, random, cancellationToken),
        "not HTTP" => await NotHttpAsync(random, cancellationToken),
        "flood of headers" => await HeadersAsync(random, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    // the end of some formats can be lost without a loss: what is cut here is more
    private byte[] Truncated(Random random)
    {
        var photo = media.Photos[random.Next(media.Photos.Count)];
        return photo[..(int)(photo.Length * (0.02 + 0.8 * random.NextDouble()))];
    }

    private byte[] WrongType(Random random)
    {
        var noise = new byte[1 + random.Next(50_000)];
        random.NextBytes(noise);
        return random.Next(6) switch
        {
            0 => Encoding.UTF8.GetBytes("no image at all"),
            1 => "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray(),
            2 => known.Tracks[random.Next(known.Tracks.Count)].Bytes,
            3 => [.. "PK\u0003\u0004"u8, .. noise],
            4 => [.. "%PDF-1.7\n"u8, .. noise],
            _ => noise,
        };
    }

    private static byte[] PngBomb(Random random)
    {
        var size = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(size, 50_000 + random.Next(100_000));
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), 50_000 + random.Next(100_000));
        (size[8], size[9]) = (8, 2); // bits, RGB
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, size), .. Chunk("IDAT"u8, new byte[256]), .. Chunk("IEND"u8, [])];

        static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
        {
            byte[] body = [.. type, .. data], length = new byte[4], checksum = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
            BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32(body));
            return [.. length, .. body, .. checksum];
        }
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
        }
        return ~crc;
    }

    // 38 bytes that ask for two gigabytes
    private static byte[] WebPBomb() =>
        [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0x57, 0, 0xFF, 0x57, 0, .. "VP8 "u8, 0, 0, 0, 0];

    private static async Task<string?> PostAsync(HttpClient client, byte[] body, CancellationToken cancellationToken, int status = 0)
    {
        using var content = new ByteArrayContent(body);
        using var response = await client.PostAsync("/api/images", content, cancellationToken);
        return Refused(response, status);
    }

    private async Task<string?> DeclaredTooLargeAsync(Random random, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        await connection.SendAsync(Head($"Content-Length: {(long)MostBytes * 2 + random.Next()}\r\n"), cancellationToken);
        await connection.SendAsync(new byte[1000], cancellationToken);
        var status = await connection.StatusAsync(cancellationToken);
        connection.Reset();
        return Closed(status);
    }

    private static async Task<string?> DamagedFormAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(BadForms[random.Next(BadForms.Length)]));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var response = await client.PostAsync("/api/images", content, cancellationToken);
        return Refused(response);
    }

    // sends a few bytes at a time, then leaves, if the server has not done so before
    private async Task<string?> SlowBodyAsync(string length, string chunk, Random random, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        await connection.SendAsync(Head(length), cancellationToken);
        var (end, pause) = (DateTime.UtcNow + random.NextDouble() * LongestDribble, random.Next(20, 1500));
        while (DateTime.UtcNow < end)
        {
            await Task.Delay(pause, cancellationToken);
            if (connection.HasAnswer) return Closed(await connection.StatusAsync(cancellationToken));
            try
            {
                await connection.SendAsync(chunk.Length == 0 ? "x" : string.Format(null, chunk, "x"), cancellationToken);
            }
            catch (IOException)
            {
                return null; // closed meanwhile
            }
        }
        if (random.Next(2) == 0) connection.Reset();
        return null;
    }

    private async Task<string?> SlowHeadAsync(Random random, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        await connection.SendAsync("GET /api/library HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", cancellationToken);
        var end = DateTime.UtcNow + random.NextDouble() * LongestDribble;
        while (DateTime.UtcNow < end)
        {
            await Task.Delay(500, cancellationToken);
            if (connection.HasAnswer) return Closed(await connection.StatusAsync(cancellationToken));
            try
            {
                await connection.SendAsync("x", cancellationToken);
            }
            catch (IOException)
            {
                return null;
            }
        }
        return null;
    }

    private async Task<string?> LeaveWhileSendingAsync(Random random, CancellationToken cancellationToken)
    {
        var photo = media.Photos[random.Next(media.Photos.Count)];
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        await connection.SendAsync(Head($"Content-Length: {photo.Length}\r\n"), cancellationToken);
        await connection.SendAsync(photo.AsMemory(0, random.Next(photo.Length)), cancellationToken);
        if (random.Next(2) == 0) await Task.Delay(random.Next(300), cancellationToken);
        if (random.Next(2) == 0) connection.Reset();
        return null;
    }

    // asks for audio and reads nothing or little of it, or sends a whole photo and does not wait for its answer
    private async Task<string?> LeaveWhileReceivingAsync(Random random, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        if (random.Next(2) == 0)
        {
            var track = known.Tracks[random.Next(known.Tracks.Count)];
            await connection.SendAsync($"GET /api/tracks/{track.Id} HTTP/1.1\r\nHost: localhost\r\n\r\n", cancellationToken);
            if (random.Next(2) == 0) await connection.StatusAsync(cancellationToken);
        }
        else
        {
            var photo = media.Photos[random.Next(media.Photos.Count)];
            await connection.SendAsync(Head($"Content-Length: {photo.Length}\r\n"), cancellationToken);
            await connection.SendAsync(photo, cancellationToken);
        }
        await Task.Delay(random.Next(200), cancellationToken);
        connection.Reset();
        return null;
    }

    private static async Task<string?> BadQueryAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        var query = BadQueries[random.Next(BadQueries.Length)];
        using var response = await client.GetAsync(query, cancellationToken);
        return Refused(response) is { } wrong ? $"{query}: {wrong}" : null;
    }

    private async Task<string?> NotHttpAsync(Random random, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        var noise = new byte[random.Next(1, 2000)];
        random.NextBytes(noise);
        await connection.SendAsync(random.Next(4) switch
        {
            0 => [0x16, 0x03, 0x01, 0x02, 0x00, .. noise], // as a browser begins TLS
            1 => "GET / HTTP/9.9\r\n\r\n"u8.ToArray(),
            2 => "POST /api/images HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"u8.ToArray(),
            _ => [.. noise, .. "\r\n\r\n"u8],
        }, cancellationToken);
        return Closed(await connection.StatusAsync(cancellationToken));
    }

    private async Task<string?> HeadersAsync(Random random, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        try
        {
            await connection.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n", cancellationToken);
            for (var i = 0; i < 200; i++) await connection.SendAsync($"X-{i}: {new string('v', random.Next(400))}\r\n", cancellationToken);
            await connection.SendAsync("\r\n", cancellationToken);
        }
        catch (IOException)
        {
            return null; // closed meanwhile
        }
        return Closed(await connection.StatusAsync(cancellationToken));
    }

    private static string Head(string length) => $"POST /api/images HTTP/1.1\r\nHost: localhost\r\n{length}\r\n";

    private static string? Refused(HttpResponseMessage response, int status = 0)
    {
        if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            throw new StatusException(response.StatusCode);
        return status == 0 && (int)response.StatusCode is >= 400 and < 500 || (int)response.StatusCode == status
            ? null : $"the status {(int)response.StatusCode}";
    }

    // 505 is the right answer to a version of HTTP that does not exist
    private static string? Closed(int? status) => status is null or (>= 400 and < 500) or 503 or 505 ? null : $"the status {status}";
}
