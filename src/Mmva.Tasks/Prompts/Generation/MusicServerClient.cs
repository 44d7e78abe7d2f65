using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Polly;

namespace Mmva.Tasks;

/// <summary>A client of MusicGen servers over HTTP: Hugging Face's inference API, or a custom server.</summary>
/// <remarks>
/// A server that is busy (429), loading (503), behind a failing gateway (502, 504) or unreachable is asked again after the wait that it requests.
/// Audio is decoded before it is returned. Safe to use from several threads at once.
/// </remarks>
public sealed partial class MusicServerClient : IMusicGenerator, IDisposable
{
    private readonly MusicServerOptions _options;
    private readonly MusicServerRequests _requests;
    private readonly IAudioDecoder _decoder;
    private readonly HttpClient _client;
    private readonly bool _ownsClient;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<MusicAttempt> _retries;
    private int _licenseIsLogged;

    /// <summary>Creates the client; nothing is sent yet.</summary>
    /// <param name="options">The server; must not be changed afterwards.</param>
    /// <param name="decoder">
    /// Checks the audio, or <see langword="null"/> for a new <see cref="AudioDecoder"/>. Audio other than WAV needs <c>ffmpeg</c>.
    /// </param>
    /// <param name="client">
    /// A custom client, which is not disposed, or <see langword="null"/> for a new one. It should not follow redirects, and have no shorter timeout
    /// than
    /// the options.
    /// </param>
    /// <param name="logger">The logger; optional.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range, or the address is missing.</exception>
    public MusicServerClient(
        MusicServerOptions options, IAudioDecoder? decoder = null, HttpClient? client = null, ILogger<MusicServerClient>? logger = null)
        : this(options, decoder, client, logger, TimeProvider.System) { }

    internal MusicServerClient(MusicServerOptions options, IAudioDecoder? decoder, HttpClient? client, ILogger? logger, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated(new MusicServerOptionsValidator());
        if (options.Address is null)
            throw new OptionsValidationException(Options.DefaultName, typeof(MusicServerOptions),
                [$"{nameof(options.Address)}: the address is missing."]);
        _requests = new(options);
        _decoder = decoder ?? new AudioDecoder();
        _ownsClient = client is null;
        _client = client ?? NewClient();
        _logger = logger ?? NullLogger.Instance;
        _clock = clock;
        _retries = MusicServerRetries.Create(options, clock, (setback, wait) => LogRetry(_requests.Name, setback.Reason, wait.TotalSeconds));
    }

    /// <inheritdoc/>
    public async Task<GeneratedMusic> GenerateAsync(string prompt, TimeSpan? duration = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(prompt);
        var length = duration ?? _options.Duration;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero, nameof(duration));
        if (Interlocked.Exchange(ref _licenseIsLogged, 1) == 0) LogLicense(_requests.Name);

        var attempts = 0;
        var last = await _retries.ExecuteAsync(async token =>
        {
            attempts++;
            return await AttemptAsync(prompt, length, token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        if (last.Music is { } music) return music;
        var setback = last.Setback!;
        if (attempts == _options.MaxAttempts)
            throw Failed($"{setback.Reason}; that was attempt {attempts} of {attempts}. Try again later.", setback.Status, setback.Cause);
        cancellationToken.ThrowIfCancellationRequested();
        throw Failed(
            $"{setback.Reason} and asks to come back after {setback.Wait!.Value.TotalSeconds:0} s, more than "
            + $"{nameof(MusicServerOptions)}.{nameof(MusicServerOptions.MaxRetryDelay)} allows.", setback.Status, setback.Cause);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        if (_ownsClient) _client.Dispose();
    }

    private static HttpClient NewClient()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        return new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private async Task<MusicAttempt> AttemptAsync(string prompt, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            using var request = _requests.Create(prompt, duration);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            var answer = new MusicServerAnswer(_requests, response, _clock);
            if (!response.IsSuccessStatusCode) return new(null, await answer.RefusedAsync(timeout.Token).ConfigureAwait(false));
            var bytes = await answer.ReadAsync(_options.MaxBytes, timeout.Token).ConfigureAwait(false);
            return new(await DecodeAsync(bytes, response, timeout.Token).ConfigureAwait(false), null);
        }
        catch (HttpRequestException e)
        {
            return new(null, new($"the connection failed ({e.Message})", null, null, e));
        }
        catch (IOException e)
        {
            return new(null, new($"the connection was lost ({e.Message})", null, null, e));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var limit = string.Create(CultureInfo.InvariantCulture,
                $"{nameof(MusicServerOptions)}.{nameof(MusicServerOptions.Timeout)} = {_options.Timeout:c}");
            throw Failed($"no music within {limit}. Allow more time, or ask for a shorter piece.", null, e);
        }
    }

    private async Task<GeneratedMusic> DecodeAsync(byte[] bytes, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (MediaFiles.KindOf(bytes) != MediaKind.Audio)
        {
            var type = response.Content.Headers.ContentType?.MediaType ?? "data";
            throw Failed($"answered {(int)response.StatusCode} with {type} that is not audio: {_requests.Excerpt(bytes)}", response.StatusCode);
        }
        try
        {
            var waveform = await Task.Run(() => _decoder.Decode(bytes, "the received audio", cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            // the host's decoder may return an excerpt
            return new(bytes, AudioMediaType.Of(bytes), TimeSpan.FromSeconds(waveform.DecodedDuration));
        }
        catch (MediaException e)
        {
            throw Failed(e.Message, response.StatusCode, e);
        }
    }

    private MusicGenerationException Failed(string reason, HttpStatusCode? status, Exception? cause = null) =>
        new(_requests.Name, reason, status, cause);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Server}: the published weights of MusicGen are licensed CC-BY-NC 4.0, for non-commercial use.")]
    private partial void LogLicense(string server);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Server}: {Reason}; asking again in {Seconds:0.#} s.")]
    private partial void LogRetry(string server, string reason, double seconds);
}
