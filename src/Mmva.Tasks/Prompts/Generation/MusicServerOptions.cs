using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>The protocol of a MusicGen server.</summary>
public enum MusicServerApi
{
    /// <summary>
    /// Hugging Face's inference API: <c>POST {address}/models/{model}</c> with <c>{"inputs": prompt, "parameters": {"max_new_tokens": n}}</c>, 50
    /// tokens for
    /// each second. The answer is audio, or JSON with <c>error</c> and, while the model loads, <c>estimated_time</c> in seconds.
    /// </summary>
    HuggingFace,

    /// <summary>
    /// A custom server, such as a few lines around audiocraft's <c>MusicGen.generate</c>: <c>POST {address}</c> with
    /// <c>{"prompt": prompt, "duration": seconds}</c>. The answer is audio, or a status of 400 or more with any text as the reason.
    /// </summary>
    Local,
}

/// <summary>The server that generates music, with its limits and retries.</summary>
public sealed class MusicServerOptions
{
    /// <summary>The address of Hugging Face's own servers.</summary>
    public static readonly Uri HuggingFaceAddress = new("https://router.huggingface.co/hf-inference");

    /// <summary>The default of <see cref="Model"/>.</summary>
    public const string DefaultModel = "facebook/musicgen-small";

    /// <summary>The default of <see cref="MaxBytes"/>: 64 MiB.</summary>
    public const int DefaultMaxBytes = 64 << 20;

    /// <summary>The default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 5;

    /// <summary>The protocol of the server.</summary>
    /// <value>The default is <see cref="MusicServerApi.HuggingFace"/>.</value>
    [EnumDataType(typeof(MusicServerApi))]
    public MusicServerApi Api { get; set; }

    /// <summary>The http or https address of the server, such as <see cref="HuggingFaceAddress"/>. Nothing is sent without it.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    [HttpAddress]
    public Uri? Address { get; set; }

    /// <summary>
    /// The name of the model at Hugging Face; empty for an inference endpoint that serves one model at its address. Not used by
    /// <see cref="MusicServerApi.Local"/>.
    /// </summary>
    /// <value>The default is <see cref="DefaultModel"/>.</value>
    [Required(AllowEmptyStrings = true), ModelName]
    public string Model { get; set; } = DefaultModel;

    /// <summary>The access token, which is sent to <see cref="Address"/> only. It is never logged, nor part of a message.</summary>
    /// <value>The default is <see langword="null"/>; no environment variable is read.</value>
    [AccessToken]
    public string? Token { get; set; }

    /// <summary>The duration of the music if a call does not specify it, from one second to ten minutes.</summary>
    /// <value>The default is 10 seconds. MusicGen was trained on pieces of 30 seconds.</value>
    [TimeRange("00:00:01", "00:10:00")]
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The timeout of one attempt, from the request to the last byte; up to a day.</summary>
    /// <value>The default is five minutes.</value>
    [TimeRange("00:00:00.001", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes of an answer.</summary>
    /// <value>The default is 64 MiB.</value>
    [Range(1, 1 << 30)]
    public int MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>The number of attempts, the first included, if the server is busy, loading or unreachable.</summary>
    /// <value>The default is 5.</value>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = DefaultMaxAttempts;

    /// <summary>
    /// The first wait between two attempts, up to an hour; it doubles each time. <c>Retry-After</c> or <c>estimated_time</c> of the server replaces
    /// it.
    /// </summary>
    /// <value>The default is one second.</value>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts, up to an hour. If the server asks for more, the call fails at once.</summary>
    /// <value>The default is two minutes.</value>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Creates the client, for a proxy or a custom policy: <c>p => p.GetRequiredService&lt;IHttpClientFactory&gt;().CreateClient("musicgen")</c>.
    /// </summary>
    /// <value>The default is <see langword="null"/>: a client that follows no redirects.</value>
    public Func<IServiceProvider, HttpClient>? CreateClient { get; set; }
}

[OptionsValidator]
internal sealed partial class MusicServerOptionsValidator : IValidateOptions<MusicServerOptions>;
