using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>Asks a MusicGen server over HTTP: Hugging Face's inference API, or a server of one's own.</summary>
/// <remarks>
/// A server that is busy (429), loading (503), behind a failing gateway (502, 504) or out of reach is asked again after the wait that it names. What comes is decoded before it is returned.
/// Safe to use from several threads at once.
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
    private int _licenceIsSaid;

    /// <summary>Creates the client; nothing is sent yet.</summary>
    /// <param name="options">The server; not to be changed afterwards.</param>
    /// <param name="decoder">Checks what comes; a new <see cref="AudioDecoder"/> when null. Other sound than WAV needs <c>ffmpeg</c>.</param>
    /// <param name="client">A client of one's own, which is not disposed of. It should not follow redirects, and have no shorter time-out than the options.</param>
    /// <param name="logger">Hears of waits, and of the license of MusicGen's weights.</param>
    /// <exception cref="OptionsValidationException">An option makes no sense, or there is no address.</exception>
    public MusicServerClient(MusicServerOptions options, IAudioDecoder? decoder = null, HttpClient? client = null, ILogger<MusicServerClient>? logger = null)
        : this(options, decoder, client, logger, TimeProvider.System) { }

    internal MusicServerClient(MusicServerOptions options, IAudioDecoder? decoder, HttpClient? client, ILogger? logger, TimeProvider clock)
    {
        var all = new PromptGenerationOptions { Server = options };
        string[] failures = [.. Failures(new PromptGenerationOptionsValidator()), .. Failures(new PromptGenerationOptionsCheck()), .. options.Address is null ? ["Server.Address: is missing."] : (string[])[]];
        if (failures.Length > 0) throw new OptionsValidationException(Options.DefaultName, typeof(MusicServerOptions), failures);
        (_options, _requests, _decoder, _logger, _clock) = (options, new(options), decoder ?? new AudioDecoder(), logger ?? NullLogger.Instance, clock);
        _ownsClient = client is null;
        _client = client ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

        IEnumerable<string> Failures(IValidateOptions<PromptGenerationOptions> validator) => validator.Validate(null, all).Failures ?? [];
    }

    /// <inheritdoc/>
    public async Task<GeneratedMusic> GenerateAsync(string prompt, TimeSpan? duration = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(prompt);
        var length = duration ?? _options.Duration;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero, nameof(duration));
        if (Interlocked.Exchange(ref _licenceIsSaid, 1) == 0) ForResearchUse(_requests.Name);
        for (var attempt = 1; ; attempt++)
        {
            var (music, setback) = await AttemptAsync(prompt, length, cancellationToken).ConfigureAwait(false);
            if (music is not null) return music;
            if (attempt == _options.MaxAttempts) throw Failed($"{setback!.Reason}; that was attempt {attempt} of {attempt}. Try again later.", setback.Status, setback.Cause);
            var wait = setback!.Wait ?? TimeSpan.FromSeconds(Math.Min(_options.RetryDelay.TotalSeconds * Math.Pow(2, attempt - 1), _options.MaxRetryDelay.TotalSeconds));
            if (wait > _options.MaxRetryDelay)
                throw Failed($"{setback.Reason} and asks to come back after {wait.TotalSeconds:0} s, more than {nameof(MusicServerOptions)}.{nameof(MusicServerOptions.MaxRetryDelay)} allows.", setback.Status, setback.Cause);
            Waiting(_requests.Name, setback.Reason, wait.TotalSeconds);
            await Task.Delay(wait, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        if (_ownsClient) _client.Dispose();
    }

    private async Task<(GeneratedMusic? Music, Setback? Setback)> AttemptAsync(string prompt, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.Timeout);
        try
        {
            using var request = _requests.Create(prompt, duration);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            var answer = new MusicServerAnswer(_requests, response, _clock);
            if (!response.IsSuccessStatusCode) return (null, await answer.RefusedAsync(patience.Token).ConfigureAwait(false));
            var bytes = await answer.ReadAsync(_options.MaxBytes, patience.Token).ConfigureAwait(false);
            return (await DecodeAsync(bytes, response, patience.Token).ConfigureAwait(false), null);
        }
        catch (HttpRequestException e)
        {
            return (null, new($"the connection failed ({e.Message})", null, null, e));
        }
        catch (IOException e)
        {
            return (null, new($"the connection broke off ({e.Message})", null, null, e));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(string.Create(CultureInfo.InvariantCulture, $"no music within {nameof(MusicServerOptions)}.{nameof(MusicServerOptions.Timeout)} = {_options.Timeout:c}. Allow more time, or ask for a shorter piece."), null, e);
        }
    }

    private async Task<GeneratedMusic> DecodeAsync(byte[] bytes, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (MediaKinds.Of(bytes) != MediaKind.Audio)
            throw Failed($"answered {(int)response.StatusCode} with {response.Content.Headers.ContentType?.MediaType ?? "something"} that is no sound: {_requests.Excerpt(bytes)}", response.StatusCode);
        try
        {
            var waveform = await Task.Run(() => _decoder.Decode(bytes, "the sound that came", cancellationToken), cancellationToken).ConfigureAwait(false);
            return new(bytes, AudioMediaType.Of(bytes), TimeSpan.FromSeconds((double)waveform.Samples.Length / waveform.SampleRate));
        }
        catch (MediaException e)
        {
            throw Failed(e.Message, response.StatusCode, e);
        }
    }

    private MusicGenerationException Failed(string reason, HttpStatusCode? status, Exception? cause = null) => new(_requests.Name, reason, status, cause);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Server}: the published weights of MusicGen are licensed CC-BY-NC 4.0, for non-commercial use.")]
    private partial void ForResearchUse(string server);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Server}: {Reason}; asking again in {Seconds:0.#} s.")]
    private partial void Waiting(string server, string reason, double seconds);
}

/// <summary>Why an attempt brought nothing, though a later one may.</summary>
internal sealed record Setback(string Reason, HttpStatusCode? Status, TimeSpan? Wait, Exception? Cause = null);
