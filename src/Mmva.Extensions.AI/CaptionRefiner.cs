using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Mmva.Extensions.AI;

/// <summary>
/// The second step of the paper's refinement of captions: a language model (Llama-3.1-8B in the paper) removes what a caption of music says about the
/// quality of the recording. The instruction is the paper's; its four examples were not published, and those here are Mmva's own.
/// </summary>
/// <remarks>
/// A request that fails, because of a rate limit, a time-out or an overloaded server for example, is repeated after 1, 2, 4 … seconds; one that is
/// refused for good (HTTP 400, 401, 403 …) is not. Clients that obey <c>Retry-After</c>, as OpenAI's does, wait in addition. Thread-safe if the
/// client is.
/// </remarks>
public sealed partial class CaptionRefiner
{
    /// <summary>The paper's instruction.</summary>
    public const string Instruction = "Refine or remove an audio quality-related phrase to eliminate any mention of audio quality";

    /// <summary>The default number of requests for a caption.</summary>
    public const int DefaultMaxAttempts = 5;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private static readonly (string Before, string After)[] Examples =
    [
        ("The low quality recording features a ballad song that contains sustained strings and a mellow piano melody.",
            "The recording features a ballad song that contains sustained strings and a mellow piano melody."),
        ("An acoustic guitar strums a simple progression. The audio quality is poor and the track is in mono. It sounds nostalgic.",
            "An acoustic guitar strums a simple progression. It sounds nostalgic."),
        ("Despite the bad recording quality, the energetic drums and the distorted bass can be made out.",
            "The track has energetic drums and a distorted bass."),
        ("This is a live performance of a jazz trio, recorded in average audio quality, with a relaxed swing rhythm.",
            "This is a live performance of a jazz trio with a relaxed swing rhythm."),
    ];

    private readonly IChatClient _client;
    private readonly ChatOptions _options;
    private readonly int _maxAttempts;
    private readonly TimeProvider _time;

    /// <summary>Creates a refiner.</summary>
    /// <param name="client">The language model.</param>
    /// <param name="options">The options of every request, or <see langword="null"/> for temperature 0.</param>
    /// <param name="maxAttempts">The number of requests for a caption, at least 1.</param>
    /// <param name="time">Waits between requests, or <see langword="null"/> for the system's clock.</param>
    public CaptionRefiner(IChatClient client, ChatOptions? options = null, int maxAttempts = DefaultMaxAttempts, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAttempts, 1);
        _client = client;
        _options = options?.Clone() ?? new() { Temperature = 0 };
        _maxAttempts = maxAttempts;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>
    /// Returns the model's answer for a caption, which need not be a caption: whoever calls decides whether to use it. A refusal is returned as well.
    /// </summary>
    /// <param name="caption">The caption.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MmvaException">Every request failed, or the answer was cut off at the limit of tokens.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<string> RefineAsync(string caption, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(caption);
        List<ChatMessage> messages = [new(ChatRole.System, $"{Instruction}. Answer with the caption only.")];
        foreach (var (before, after) in Examples)
        {
            messages.Add(new(ChatRole.User, before));
            messages.Add(new(ChatRole.Assistant, after));
        }
        messages.Add(new(ChatRole.User, caption));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return AnswerOf(await _client.GetResponseAsync(messages, _options, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (e is not MmvaException && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == _maxAttempts || !IsTransient(e)) throw new MmvaException($"The language model failed {attempt} times: {e.Message}", e);
            }
            var delay = TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, Math.Pow(2, attempt - 1)));
            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string AnswerOf(ChatResponse response)
    {
        // what was cut off would be half a caption
        if (response.FinishReason == ChatFinishReason.Length)
            throw new MmvaException(
                $"The answer was cut off at the limit of tokens; raise {nameof(ChatOptions)}.{nameof(ChatOptions.MaxOutputTokens)}.");
        if (!string.IsNullOrWhiteSpace(response.Text)) return response.Text;
        // some models refuse in a field of its own
        return string.Join(' ', response.Messages.SelectMany(m => m.Contents).OfType<ErrorContent>().Select(e => e.Message));
    }

    // only what is certain to fail again is not repeated
    private static bool IsTransient(Exception e) => e is not (ArgumentException or NotSupportedException)
        && !(StatusOf(e) is { } status && status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests));

    // clients throw their own types, whose messages begin with the status: "HTTP 401 (…)", "Service request failed. Status: 401 (…)"
    private static HttpStatusCode? StatusOf(Exception e) => e is HttpRequestException { StatusCode: { } status } ? status
        : Status().Match(e.Message) is { Success: true } match
            ? (HttpStatusCode)int.Parse(match.Groups["status"].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"\A(HTTP|[^\n]{0,40}\s+Status:) (?<status>[45][0-9][0-9])\b")]
    private static partial Regex Status();
}
