using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;
using Answer = Mmva.TestSupport.LoopbackServer.Answer;
using Request = Mmva.TestSupport.LoopbackServer.Request;

namespace Mmva.Tasks.Tests.Prompts.Generation;

public class MusicServerClientTests
{
    private const string Token = "hf_topsecret";

    private static readonly byte[] Wav = TestWav.Make(2);

    private readonly QuickClock _clock = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task Hugging_face_is_asked_for_a_model_and_returns_audio()
    {
        using var server = new LoopbackServer(_ => new(200, Wav, ("Content-Type", "audio/wav")));
        using var client = Client(server.Address + "hf-inference/", o => o.Token = Token);

        var music = await client.GenerateAsync("calm \"jazz\"", TimeSpan.FromSeconds(2.5));

        (music.MediaType, music.Extension, music.Duration).Should().Be(("audio/wav", ".wav", TimeSpan.FromSeconds(2)));
        music.Audio.ToArray().Should().Equal(Wav);
        using var folder = new TemporaryFolder();
        music.Save(folder.File("music.wav"));
        File.ReadAllBytes(folder.File("music.wav")).Should().Equal(Wav);
        music.Invoking(m => m.Save(folder.File("missing/music.wav"))).Should().Throw<MmvaException>().WithMessage("*cannot be written*");
        var request = server.Requests.Should().ContainSingle().Which;
        (request.Method, request.Path).Should().Be(("POST", "/hf-inference/models/facebook/musicgen-small"));
        request.Headers["Authorization"].Should().Be("Bearer " + Token);
        request.Headers["Content-Type"].Should().Be("application/json");
        request.Body.Should().Be("""{"inputs":"calm \u0022jazz\u0022","parameters":{"max_new_tokens":125}}""");
    }

    [Fact]
    public async Task An_inference_endpoint_has_one_model()
    {
        using var server = new LoopbackServer(_ => new(200, Wav));
        using var client = Client(server.Address + "mine", o => o.Model = "");
        await client.GenerateAsync("x");
        server.Requests.Should().ContainSingle().Which
            .Should().Match<Request>(r => r.Path == "/mine" && r.Body.Contains("500") && !r.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_custom_server_gets_prompt_and_duration()
    {
        using var server = new LoopbackServer(_ => new(200, Wav, ("Content-Type", "application/octet-stream")));
        using var client = Client(server.Address + "generate?x=1", o => (o.Api, o.Duration) = (MusicServerApi.Local, TimeSpan.FromSeconds(7.5)));

        (await client.GenerateAsync("calm jazz")).MediaType.Should().Be("audio/wav");

        server.Requests.Should().ContainSingle().Which
            .Should().Match<Request>(r => r.Path == "/generate?x=1" && r.Body == """{"prompt":"calm jazz","duration":7.5}""");
    }

    [Theory]
    [InlineData(429, "Retry-After", "7", """{"error":"slow down"}""", 7)]
    [InlineData(429, "Retry-After", "Fri, 01 May 2026 12:00:30 GMT", "", 30)]
    [InlineData(429, "Retry-After", "Fri, 01 May 2026 11:00:00 GMT", "", 1)]
    [InlineData(503, "X-Any", "x", """{"error":"Model facebook/musicgen-small is currently loading","estimated_time":20.5}""", 20.5)]
    [InlineData(503, "Retry-After", "3", """{"error":"loading","estimated_time":20.5}""", 3)]
    [InlineData(503, "X-Any", "x", """{"error":["loading"],"estimated_time":-1}""", 1)]
    [InlineData(503, "X-Any", "x", """{"estimated_time":1e300}""", 1)]
    [InlineData(503, "X-Any", "x", "[[[[[[[[[[[[[[[[[[[[", 1)]
    [InlineData(429, "Retry-After", "0", "", 1)]
    [InlineData(502, "Retry-After", "soon", "<html>Bad gateway</html>", 1)]
    [InlineData(504, "X-Any", "x", "", 1)]
    public async Task A_busy_server_is_asked_again_after_the_wait_that_it_requests(int status, string header, string value, string body, double wait)
    {
        var asked = 0;
        using var server = new LoopbackServer(_ => asked++ == 0 ? new(status, body, (header, value)) : new(200, Wav));
        using var client = Client(server.Address);

        (await client.GenerateAsync("x")).Duration.Should().Be(TimeSpan.FromSeconds(2));

        server.Requests.Should().HaveCount(2);
        _clock.Waits.Should().Equal(wait);
        _log.Lines.Should().ContainSingle(l => l.Contains($"{status}", StringComparison.Ordinal)
            && l.Contains("asking again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Waits_double_and_end_after_the_last_attempt()
    {
        using var server = new LoopbackServer(_ => new(503, """{"error":"loading"}"""));
        using var client = Client(server.Address, o => (o.MaxAttempts, o.MaxRetryDelay) = (6, TimeSpan.FromSeconds(5)));

        (await Fails(client)).WithMessage("http://127.0.0.1:*/models/facebook/musicgen-small: answered 503: \"loading\"; that was attempt 6 of 6*")
            .Which.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        server.Requests.Should().HaveCount(6);
        _clock.Waits.Should().Equal(1, 2, 4, 5, 5);
    }

    [Fact]
    public async Task Waits_are_limited()
    {
        using var server = new LoopbackServer(_ => new(503, ""));
        using var client = Client(server.Address, o => (o.MaxAttempts, o.RetryDelay) = (60, TimeSpan.FromMinutes(1)));

        (await Fails(client)).WithMessage("*that was attempt 60 of 60*");
        _clock.Waits.Should().HaveCount(59).And.OnlyContain(wait => wait == 60 || wait == 120);
    }

    [Fact]
    public async Task A_server_that_requests_too_long_a_wait_fails_the_call_at_once()
    {
        using var server = new LoopbackServer(_ => new(429, "", ("Retry-After", "86400")));
        using var client = Client(server.Address);

        (await Fails(client)).WithMessage("*asks to come back after 86400 s, more than MusicServerOptions.MaxRetryDelay allows.");
        server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(401, "*access is refused (401). Set MusicServerOptions.Token*")]
    [InlineData(403, "*access is refused (403). Set MusicServerOptions.Token*")]
    [InlineData(404, "*there is no model 'facebook/musicgen-small' here (404)*")]
    [InlineData(302, "*redirects (302) to http://elsewhere/*MusicServerOptions.Address*")]
    [InlineData(400, "*answered 400: \"your token … is odd\"")]
    [InlineData(500, "*answered 500: \"your token … is odd\"")]
    public async Task A_refusal_is_explained_once_and_never_reveals_the_token(int status, string message)
    {
        using var server = new LoopbackServer(_ => new(status, $$"""{"error":"your token {{Token}} is odd"}""", ("Location", "http://elsewhere/")));
        using var client = Client(server.Address, o => o.Token = Token);

        var error = (await Fails(client)).WithMessage(message).Which;

        error.Status.Should().Be((HttpStatusCode)status);
        error.ToString().Should().NotContain(Token);
        _log.Lines.Should().NotContain(l => l.Contains(Token, StringComparison.Ordinal));
        server.Requests.Should().ContainSingle();
    }

    public static TheoryData<byte[], string> NotAudio => new()
    {
        { "<html><body>Sign in!</body></html>"u8.ToArray(),
            "*answered 200 with text/html that is not audio: \"<html><body>Sign in!</body></html>\"" },
        { [], "*that is not audio: (no text)" },
        { """[{"generated_audio": [0.1]}]"""u8.ToArray(), "*that is not audio: \"[{*" },
        { [1, 2, 3, 0, 255], "*that is not audio*" },
        { Wav[..^1000], "*the received audio*truncated*" },
        { TestWav.Make(0), "*the received audio*" },
        { Wav[..40], "*the received audio*truncated*" },
    };

    [Theory]
    [MemberData(nameof(NotAudio))]
    public async Task An_answer_that_is_not_audio_is_refused(byte[] body, string message)
    {
        using var server = new LoopbackServer(_ => new(200, body, ("Content-Type", "text/html")));
        using var client = Client(server.Address);

        (await Fails(client)).WithMessage(message);
        server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(true, "*sends 32,044 bytes; the limit is MusicServerOptions.MaxBytes = 1,000.")]
    [InlineData(false, "*sends too many bytes; the limit is MusicServerOptions.MaxBytes = 1,000.")]
    public async Task A_body_beyond_the_limit_is_not_read(bool stated, string message)
    {
        using var server = new LoopbackServer(_ => new(200, Wav) { ContentLength = stated ? Wav.Length : -1 });
        using var client = Client(server.Address, o => o.MaxBytes = 1000);
        (await Fails(client)).WithMessage(message);
    }

    [Fact]
    public async Task A_lost_connection_is_retried()
    {
        var asked = 0;
        using var server = new LoopbackServer(_ => new(200, asked++ == 0 ? Wav.AsMemory(0, 500) : Wav) { ContentLength = Wav.Length });
        using var client = Client(server.Address);
        (await client.GenerateAsync("x")).Audio.Length.Should().Be(Wav.Length);
        server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_unreachable_server_is_named_after_the_last_attempt()
    {
        Uri address;
        using (var server = new LoopbackServer(_ => new(200, Wav))) address = server.Address;
        using var client = Client(address, o => o.MaxAttempts = 2);
        (await Fails(client)).WithMessage($"{address}models/*: the connection failed (*); that was attempt 2 of 2*")
            .WithInnerException<HttpRequestException>();
    }

    [Fact]
    public async Task A_silent_server_runs_into_the_timeout()
    {
        using var server = new LoopbackServer(_ => new(200, Wav) { SilenceBefore = TimeSpan.FromSeconds(20) });
        using var client = Client(server.Address, o => o.Timeout = TimeSpan.FromMilliseconds(200));
        (await Fails(client)).WithMessage("*no music within MusicServerOptions.Timeout = 00:00:00.2000000*");
        server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Canceling_ends_the_wait_for_music_and_the_wait_between_attempts(bool between)
    {
        using var server = new LoopbackServer(_ => between ? new(429, "", ("Retry-After", "100"))
            : new(200, Wav) { SilenceBefore = TimeSpan.FromSeconds(20) });
        using var cancel = new CancellationTokenSource(200);
        using var client = new MusicServerClient(new() { Address = server.Address }, client: null);
        await client.Awaiting(c => c.GenerateAsync("x", null, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task The_license_is_logged_once()
    {
        using var server = new LoopbackServer(_ => new(200, Wav));
        using var client = Client(server.Address);
        await client.GenerateAsync("x");
        await client.GenerateAsync("y");
        _log.Lines.Should().ContainSingle().Which.Should().Contain("CC-BY-NC");
    }

    [Fact]
    public async Task A_custom_client_is_used_and_not_disposed()
    {
        using var server = new LoopbackServer(r => new(r.Headers.ContainsKey("X-Custom") ? 200 : 500, Wav));
        using var mine = new HttpClient();
        mine.DefaultRequestHeaders.Add("X-Custom", "yes");
        for (var i = 0; i < 2; i++)
        {
            using var client = new MusicServerClient(new() { Address = server.Address }, client: mine);
            (await client.GenerateAsync("x")).Audio.Length.Should().Be(Wav.Length);
        }
    }

    [Fact]
    public async Task One_attempt_is_possible()
    {
        using var server = new LoopbackServer(_ => new(503, ""));
        using var client = Client(server.Address, o => o.MaxAttempts = 1);

        (await Fails(client)).WithMessage("*that was attempt 1 of 1*");
        _clock.Waits.Should().BeEmpty();
    }

    [Fact]
    public void Options_are_validated_without_a_container_too()
    {
        FluentActions.Invoking(() => new MusicServerClient(new())).Should().Throw<OptionsValidationException>().WithMessage("*address is missing*");
        FluentActions.Invoking(() => new MusicServerClient(new() { Address = new("file:///etc/passwd"), MaxBytes = 0 }))
            .Should().Throw<OptionsValidationException>().WithMessage("*Address*MaxBytes*");
    }

    private MusicServerClient Client(object address, Action<MusicServerOptions>? configure = null)
    {
        var options = new MusicServerOptions { Address = new($"{address}") };
        configure?.Invoke(options);
        return new(options, null, null, new Logger<MusicServerClient>(_log), _clock);
    }

    private static async Task<FluentAssertions.Specialized.ExceptionAssertions<MusicGenerationException>> Fails(MusicServerClient client) =>
        await client.Awaiting(c => c.GenerateAsync("x")).Should().ThrowAsync<MusicGenerationException>();
}
