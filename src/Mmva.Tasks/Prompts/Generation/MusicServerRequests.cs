using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Mmva.Tasks;

/// <summary>The requests to a server, and how messages refer to it: never with the token.</summary>
internal sealed class MusicServerRequests
{
    private const int TokensPerSecond = 50; // MusicGen's frame rate
    private const int ExcerptLength = 200;

    private readonly MusicServerOptions _options;
    private readonly Uri _address;

    public MusicServerRequests(MusicServerOptions options)
    {
        _options = options;
        _address = options is { Api: MusicServerApi.HuggingFace, Model.Length: > 0 }
            ? new UriBuilder(options.Address!) { Path = $"{options.Address!.AbsolutePath.TrimEnd('/')}/models/{options.Model}" }.Uri
            : options.Address!;
        Name = _address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped); // a query may contain a key
    }

    /// <summary>The name of the server in messages.</summary>
    public string Name { get; }

    /// <summary>The requested service in messages.</summary>
    public string Service => _options is { Api: MusicServerApi.HuggingFace, Model.Length: > 0 } ? $"model '{_options.Model}'" : "music service";

    public HttpRequestMessage Create(string prompt, TimeSpan duration)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(Body(prompt, duration)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("mmva", null));
        request.Headers.Accept.Add(new("audio/wav"));
        request.Headers.Accept.Add(new("audio/*", 0.9));
        if (_options.Token is { } token) request.Headers.Authorization = new("Bearer", token);
        return request;
    }

    /// <summary>The start of a received text, in one line.</summary>
    public string Excerpt(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * ExcerptLength)]);
        if (_options.Token is { Length: > 0 } token) text = text.Replace(token, "…", StringComparison.Ordinal);
        var line = string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) || c == '\uFFFD' ? ' ' : c))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "(no text)" : line.Length <= ExcerptLength ? $"\"{line}\"" : $"\"{line[..ExcerptLength]}…\"";
    }

    private byte[] Body(string prompt, TimeSpan duration)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (_options.Api == MusicServerApi.Local)
            {
                json.WriteString("prompt", prompt);
                json.WriteNumber("duration", duration.TotalSeconds);
            }
            else
            {
                json.WriteString("inputs", prompt);
                json.WriteStartObject("parameters");
                json.WriteNumber("max_new_tokens", (int)Math.Ceiling(duration.TotalSeconds * TokensPerSecond));
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
