using System.ComponentModel.DataAnnotations;

namespace Mmva;

/// <summary>How a MusicGen server is talked to.</summary>
public enum MusicServerApi
{
    /// <summary>
    /// Hugging Face's inference API: <c>POST {address}/models/{model}</c> with <c>{"inputs": prompt, "parameters": {"max_new_tokens": n}}</c>, 50 tokens for each second.
    /// The answer is a sound, or JSON with <c>error</c> and, while the model loads, <c>estimated_time</c> in seconds.
    /// </summary>
    HuggingFace,

    /// <summary>
    /// A server of one's own, as a few lines around audiocraft's <c>MusicGen.generate</c> make one: <c>POST {address}</c> with <c>{"prompt": prompt, "duration": seconds}</c>.
    /// The answer is a sound, or a status from 400 on with any text as the reason.
    /// </summary>
    Local,
}

/// <summary>Where music is made, and with how much patience.</summary>
public sealed class MusicServerOptions
{
    /// <summary>The address of Hugging Face's own servers.</summary>
    public static readonly Uri HuggingFaceAddress = new("https://router.huggingface.co/hf-inference");

    /// <summary>The default of <see cref="Model"/>.</summary>
    public const string DefaultModel = "facebook/musicgen-small";

    /// <summary>How the server is talked to.</summary>
    /// <value>The default is <see cref="MusicServerApi.HuggingFace"/>.</value>
    [EnumDataType(typeof(MusicServerApi))]
    public MusicServerApi Api { get; set; }

    /// <summary>The server, http or https; <see cref="HuggingFaceAddress"/> for example. Nothing is sent anywhere without it.</summary>
    /// <value>The default is none.</value>
    public Uri? Address { get; set; }

    /// <summary>The model's name at Hugging Face; empty for an inference endpoint that serves one model at its address. A local server has its own.</summary>
    /// <value>The default is <see cref="DefaultModel"/>.</value>
    [Required(AllowEmptyStrings = true)]
    public string Model { get; set; } = DefaultModel;

    /// <summary>The access token, sent to <see cref="Address"/> alone; no log line and no message has it.</summary>
    /// <value>The default is none; no environment variable is read.</value>
    public string? Token { get; set; }

    /// <summary>How long the music is where a call does not say it.</summary>
    /// <value>The default is 10 seconds. MusicGen learned from pieces of 30 seconds.</value>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one attempt may take, from the request to the last byte.</summary>
    /// <value>The default is five minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes of a sound.</summary>
    /// <value>The default is 64 MiB.</value>
    [Range(1, 1 << 30)]
    public int MaxBytes { get; set; } = 64 << 20;

    /// <summary>How many times a server that is busy, loading or out of reach is asked in all.</summary>
    /// <value>The default is 5.</value>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The first wait between two attempts; it doubles each time. <c>Retry-After</c> or <c>estimated_time</c> of the server replaces it.</summary>
    /// <value>The default is one second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts. A server that asks for more fails the call at once.</summary>
    /// <value>The default is two minutes.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Makes the client: <c>p => p.GetRequiredService&lt;IHttpClientFactory&gt;().CreateClient("musicgen")</c>, for a proxy or a policy of one's own.</summary>
    /// <value>The default is none: a client that follows no redirects.</value>
    public Func<IServiceProvider, HttpClient>? CreateClient { get; set; }

    /// <summary>What attributes cannot say: the member and what is wrong with it.</summary>
    internal IEnumerable<(string Member, string Problem)> Problems()
    {
        if (Address is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0))
            yield return (nameof(Address), "is no http or https address without a user's name.");
        if (Model is { Length: > 0 } && (Model.Length > 200 || Model.Split('/').Any(part => part.All(c => c == '.') || !part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))))
            yield return (nameof(Model), "is no name of a model, such as facebook/musicgen-small.");
        if (Token is not null && (Token.Length == 0 || !Token.All(c => c is > ' ' and < '\x7f')))
            yield return (nameof(Token), "is empty, or has spaces or other characters that no token has.");
        foreach (var (member, value, least, most) in new[]
        {
            (nameof(Duration), Duration, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            (nameof(Timeout), Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)),
            (nameof(RetryDelay), RetryDelay, TimeSpan.Zero, TimeSpan.FromHours(1)),
            (nameof(MaxRetryDelay), MaxRetryDelay, TimeSpan.Zero, TimeSpan.FromHours(1)),
        })
            if (value < least || value > most) yield return (member, $"{value:c} is not between {least:c} and {most:c}.");
    }
}
