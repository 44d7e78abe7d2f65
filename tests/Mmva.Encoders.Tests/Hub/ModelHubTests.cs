using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;
using Answer = Mmva.TestSupport.LoopbackServer.Answer;
using Request = Mmva.TestSupport.LoopbackServer.Request;

namespace Mmva.Encoders.Tests.Hub;

public sealed class ModelHubTests : IDisposable
{
    private const string Repository = "owner/model-1", Revision = "0123abcd";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i >> 7))];

    private readonly string _cache = Directory.CreateTempSubdirectory("mmva-").FullName;

    private static HubFile Weights => new("model.safetensors", Content.Length, Convert.ToHexString(SHA256.HashData(Content)));

    public void Dispose() => Directory.Delete(_cache, true);

    [Fact]
    public async Task Files_of_a_revision_are_downloaded_once()
    {
        using var server = new LoopbackServer(r => r.Path.EndsWith("vocab.json") ? new(200, "{}"u8.ToArray()) : Honest(r));
        using var hub = Hub(server);
        var progress = new Steps();
        var folder = await hub.DownloadAsync(Repository, Revision, [Weights, new("sub folder/vocab.json")], progress);

        folder.Should().Be(hub.FolderOf(Repository, Revision)).And.Be(Path.Combine(_cache, "owner--model-1", Revision));
        File.ReadAllBytes(Path.Combine(folder, "model.safetensors")).Should().Equal(Content);
        File.ReadAllText(Path.Combine(folder, "sub folder", "vocab.json")).Should().Be("{}");
        Directory.GetFiles(folder).Should().ContainSingle("nothing half-written stays");
        server.Requests.Select(r => r.Path)
            .Should().Equal("/owner/model-1/resolve/0123abcd/model.safetensors", "/owner/model-1/resolve/0123abcd/sub%20folder/vocab.json");
        progress.Seen
            .Should().Contain(
                new DownloadProgress(
                    "model.safetensors", Content.Length, Content.Length)).And.Contain(new DownloadProgress("sub folder/vocab.json", 2, 2));
        progress.Seen.Select(p => p.BytesDone).SkipLast(1).Should().BeInAscendingOrder();

        await hub.DownloadAsync(Repository, Revision, [Weights, new("sub folder/vocab.json")]);
        server.Requests.Should().HaveCount(2);
        File.WriteAllText(Path.Combine(folder, "model.safetensors"), "damaged in the cache");
        await hub.DownloadAsync(Repository, Revision, Weights);
        File.ReadAllBytes(Path.Combine(folder, "model.safetensors")).Should().Equal(Content);
    }

    [Fact]
    public async Task A_dropped_connection_is_taken_up_where_it_stopped()
    {
        using var server = new LoopbackServer(r => Honest(r, atMost: 70_000));
        using var hub = Hub(server);
        File.ReadAllBytes(await hub.DownloadAsync(Repository, Revision, new HubFile("model.safetensors"))).Should().Equal(Content);
        server.Requests.Select(r => r.From).Should().BeInAscendingOrder().And.HaveCount(5).And.OnlyHaveUniqueItems();
        server.Requests.Skip(1).Should().OnlyContain(r => r.Headers["If-Range"] == "\"v1\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"v1")]
    [InlineData("W/\"v1\"")]
    public async Task A_half_written_tag_of_an_earlier_process_is_not_used(string tag)
    {
        using var server = new LoopbackServer(r => Honest(r));
        using var hub = Hub(server);
        var folder = Directory.CreateDirectory(hub.FolderOf(Repository, Revision)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors.part"), new byte[1000]);
        File.WriteAllText(Path.Combine(folder, "model.safetensors.part.etag"), tag);

        File.ReadAllBytes(await hub.DownloadAsync(Repository, Revision, new HubFile("model.safetensors"))).Should().Equal(Content);
    }

    [Fact]
    public async Task A_canceled_download_resumes_in_the_next_process()
    {
        using var server = new LoopbackServer(
            r => Honest(r, atMost: r.From == 0 ? 100_000 : int.MaxValue, silence: TimeSpan.FromSeconds(r.From == 0 ? 20 : 0)));
        using var cancel = new CancellationTokenSource();
        using (var hub = Hub(server))
            await FluentActions.Awaiting(
                () =>
                    hub.DownloadAsync(
                        Repository, Revision, Weights, new Steps(p => { if (p.BytesDone == 100_000) cancel.Cancel(); }),
                        cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        using (var hub = Hub(server)) File.ReadAllBytes(await hub.DownloadAsync(Repository, Revision, Weights)).Should().Equal(Content);
        server.Requests.Select(r => r.From).Should().Equal(0, 100_000);
    }

    [Fact]
    public async Task Content_that_changed_meanwhile_and_servers_without_ranges_begin_anew()
    {
        using var server = new LoopbackServer(r => r.From == 0 ? Honest(r, atMost: 1000) : new(200, Content));
        using var hub = Hub(server);
        File.ReadAllBytes(await hub.DownloadAsync(Repository, Revision, new HubFile("model.safetensors"))).Should().Equal(Content);
        server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_part_that_was_not_asked_for_is_not_glued_on()
    {
        var asked = 0;
        using var server = new LoopbackServer(r => ++asked switch
        {
            1 => Honest(r, atMost: 1000),
            2 => new(206, Content.AsMemory(5000), ("Content-Range", $"bytes 5000-{Content.Length - 1}/{Content.Length}")),
            _ => Honest(r),
        });
        using var hub = Hub(server);
        File.ReadAllBytes(await hub.DownloadAsync(Repository, Revision, Weights)).Should().Equal(Content);
        server.Requests.Select(r => r.From).Should().Equal(0, 1000, 0);
    }

    [Theory]
    [InlineData(10, "ends early", "*the connection failed after 299990 bytes*3 attempts in a row*", false)]
    [InlineData(-1, "longer than known", "*the server has 300001 bytes where 300000 are expected*", true)]
    [InlineData(1, "shorter than known", "*the server has 299999 bytes where 300000 are expected*", true)]
    [InlineData(-5, "longer, of unstated length", "*sends more than the 300000 bytes*", true)]
    [InlineData(5, "shorter, of unstated length", "*ended after 299995 of 300000 bytes*", true)]
    public async Task A_length_that_is_a_lie_is_found(int missing, string how, string message, bool known)
    {
        var body = missing > 0 ? Content[..^missing] : [.. Content, .. new byte[-missing]];
        using var server = new LoopbackServer(
            _ => new(200, body) { ContentLength = how.Contains("unstated") ? -1 : how == "ends early" ? Content.Length : body.Length });
        using var hub = Hub(server);
        var error = await FluentActions.Awaiting(() => hub.DownloadAsync(Repository, Revision, known ? Weights : new("model.safetensors")))
            .Should().ThrowAsync<ModelHubException>();
        error.WithMessage(message);
        File.Exists(Path.Combine(hub.FolderOf(Repository, Revision), "model.safetensors")).Should().BeFalse();
    }

    [Fact]
    public async Task Wrong_bytes_of_the_right_length_are_thrown_away()
    {
        using var server = new LoopbackServer(_ => new(200, Content.Reverse().ToArray()));
        using var hub = Hub(server);
        var error = await FluentActions.Awaiting(() => hub.DownloadAsync(Repository, Revision, Weights)).Should().ThrowAsync<ModelHubException>();
        error.WithMessage("*model.safetensors: the content has the SHA-256 * where * is expected*discarded*");
        Directory.GetFiles(hub.FolderOf(Repository, Revision)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_never_to_where_it_redirects()
    {
        using var store = new LoopbackServer(r => Honest(r, atMost: 200_000));
        using var server = new LoopbackServer(r => r.Path.StartsWith("/moved") ? Redirect(store.Address + "blob") : Redirect("/moved"));
        using var hub = Hub(server, o => o.Token = "secret");
        File.ReadAllBytes(await hub.DownloadAsync(Repository, Revision, Weights)).Should().Equal(Content);
        server.Requests.Should().HaveCount(4).And.OnlyContain(r => r.Headers["Authorization"] == "Bearer secret");
        store.Requests.Should().HaveCount(2).And.OnlyContain(r => !r.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_refused_before_anything_is_sent_there()
    {
        var asked = new List<Uri?>();
        using var client = new HttpClient(new Handler(request =>
        {
            asked.Add(request.RequestUri);
            return new(HttpStatusCode.Found) { Headers = { Location = new("http://hub.test/again") } };
        }));
        using var hub = new ModelHub(new() { BaseAddress = new("https://hub.test"), CacheFolder = _cache, Token = "secret" }, client);
        (await FluentActions.Awaiting(() => hub.DownloadAsync(Repository, Revision, Weights)).Should().ThrowAsync<ModelHubException>())
            .WithMessage("*a redirect to http://hub.test/again, which is less secure*");
        asked.Should().ContainSingle().Which.Should().Be(new Uri($"https://hub.test/{Repository}/resolve/{Revision}/model.safetensors"));
    }

    [Theory]
    [InlineData("https://hub.test:444/blob")]
    [InlineData("https://hub.test.evil/blob")]
    [InlineData("//evil.test/blob")]
    [InlineData("https://hub.test@evil.test/blob")]
    public async Task Another_port_or_a_similar_host_gets_no_token(string location)
    {
        var tokens = new List<string?>();
        using var client = new HttpClient(new Handler(request =>
        {
            tokens.Add(request.Headers.Authorization?.Parameter);
            return tokens.Count == 1
                ? new(HttpStatusCode.Found) { Headers = { Location = new(location, UriKind.RelativeOrAbsolute) } }
                : new(HttpStatusCode.OK) { Content = new ByteArrayContent(Content) };
        }));
        using var hub = new ModelHub(new() { BaseAddress = new("https://hub.test"), CacheFolder = _cache, Token = "secret" }, client);
        await hub.DownloadAsync(Repository, Revision, Weights);
        tokens.Should().Equal("secret", null);
    }

    [Theory]
    [InlineData("/again", "*more than 5 redirects*")]
    [InlineData("file:///etc/passwd", "*less secure*")]
    [InlineData("http://[", "*redirect to nowhere*")]
    [InlineData(null, "*redirect to nowhere*")]
    public async Task Redirects_that_lead_nowhere_are_refused(string? location, string message)
    {
        using var server = new LoopbackServer(_ => location is null ? new(302, "") : Redirect(location));
        using var hub = Hub(server);
        (await FluentActions.Awaiting(() => hub.DownloadAsync(Repository, Revision, Weights)).Should().ThrowAsync<ModelHubException>())
            .WithMessage(message);
    }

    [Theory]
    [InlineData(404, "*no such file at this revision (404)*", 1)]
    [InlineData(401, "*access is refused (401)*ModelHubOptions.Token*", 1)]
    [InlineData(403, "*access is refused (403)*", 1)]
    [InlineData(418, "*answered 418*", 1)]
    [InlineData(429, "*answered 429; 3 attempts in a row*", 3), InlineData(503, "*answered 503; 3 attempts in a row*", 3)]
    public async Task Refusals_name_the_way_out(int status, string message, int requests)
    {
        using var server = new LoopbackServer(_ => new(status, "no"u8.ToArray()));
        using var hub = Hub(server);
        var error = await FluentActions.Awaiting(() => hub.DownloadAsync(Repository, Revision, Weights)).Should().ThrowAsync<ModelHubException>();
        error.WithMessage(message).Which.Status.Should().Be((HttpStatusCode)status);
        error.Which.Address.Should().Be(new Uri(server.Address, $"{Repository}/resolve/{Revision}/model.safetensors"));
        server.Requests.Should().HaveCount(requests);
    }

    [Fact]
    public async Task Retry_After_is_heeded_within_reason()
    {
        var first = DateTime.MinValue;
        using var server = new LoopbackServer(r =>
        {
            if (first != DateTime.MinValue) return Honest(r);
            first = DateTime.UtcNow;
            return new(503, "", ("Retry-After", "1"));
        });
        using var hub = Hub(server);
        await hub.DownloadAsync(Repository, Revision, Weights);
        (DateTime.UtcNow - first).Should().BeGreaterThan(TimeSpan.FromSeconds(0.9));

        using var busy = new LoopbackServer(_ => new(429, "", ("Retry-After", "3600")));
        using var other = Hub(busy);
        (await FluentActions.Awaiting(() => other.DownloadAsync(Repository, "other", Weights)).Should().ThrowAsync<ModelHubException>())
            .WithMessage("*come back after 3600 s*");
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_again_and_given_up_in_the_end()
    {
        using var server = new LoopbackServer(
            r => Honest(r, atMost: r.From == 0 ? 1000 : int.MaxValue, silence: TimeSpan.FromSeconds(r.From == 0 ? 30 : 0)));
        using var hub = Hub(server, o => o.Timeout = TimeSpan.FromSeconds(1));
        File.ReadAllBytes(await hub.DownloadAsync(Repository, Revision, Weights)).Should().Equal(Content);
        server.Requests[^1].From.Should().Be(1000);

        using var mute = new LoopbackServer(_ => new(200, "") { ContentLength = 10, SilenceAfter = TimeSpan.FromSeconds(30) });
        using var other = Hub(mute, o => (o.Timeout, o.MaxAttempts) = (TimeSpan.FromSeconds(0.2), 2));
        (await FluentActions.Awaiting(() => other.DownloadAsync(Repository, "other", new HubFile("x"))).Should().ThrowAsync<ModelHubException>())
            .WithMessage("*silent for 0.2 s; 2 attempts*");
    }

    [Fact]
    public async Task Several_that_want_the_same_file_download_it_once()
    {
        using var server = new LoopbackServer(r => Honest(r));
        var hubs = Enumerable.Range(0, 4).Select(_ => Hub(server)).ToArray(); // locks are files, as between processes
        var paths = await Task.WhenAll(hubs.Select(h => Task.Run(() => h.DownloadAsync(Repository, Revision, Weights))));
        paths.Distinct().Should().ContainSingle();
        File.ReadAllBytes(paths[0]).Should().Equal(Content);
        server.Requests.Should().ContainSingle();
        foreach (var hub in hubs) hub.Dispose();
    }

    [Fact]
    public async Task Nobody_at_the_address_is_said_so()
    {
        Uri address;
        using (var server = new LoopbackServer(_ => new(200, ""))) address = server.Address;
        using var hub = new ModelHub(new() { BaseAddress = address, CacheFolder = _cache, MaxAttempts = 2, RetryDelay = TimeSpan.Zero });
        (await FluentActions.Awaiting(() => hub.DownloadAsync(Repository, Revision, Weights)).Should().ThrowAsync<ModelHubException>())
            .WithMessage($"{address}*the connection failed*2 attempts*");
    }

    [Theory]
    [InlineData("owner/../x", Revision, "a")]
    [InlineData("", Revision, "a")]
    [InlineData("a//b", Revision, "a")]
    [InlineData(Repository, "..", "a")]
    [InlineData(Repository, "", "a")]
    [InlineData(Repository, Revision, "../../a")]
    [InlineData(Repository, Revision, "/etc/passwd")]
    [InlineData(Repository, Revision, "a\\b")]
    [InlineData(Repository, Revision, "c:a")]
    [InlineData(Repository, Revision, "a?x=1")]
    public async Task Names_that_lead_elsewhere_are_refused(string repository, string revision, string file)
    {
        using var hub = new ModelHub(new() { CacheFolder = _cache });
        await FluentActions.Awaiting(() => hub.DownloadAsync(repository, revision, new HubFile(file))).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public void Defaults_are_the_documented_ones_and_nonsense_is_refused()
    {
        var options = new ModelHubOptions();
        options.BaseAddress.Should().Be(new Uri("https://huggingface.co"));
        options.CacheFolder.Should().EndWith(Path.Combine("mmva", "models"));
        (options.Token, options.Timeout, options.MaxAttempts, options.RetryDelay, options.MaxRetryDelay)
            .Should().Be((null, TimeSpan.FromSeconds(30), 5, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1)));
        foreach (
            var bad in (ModelHubOptions[])[new() { CacheFolder = "here" }, new() { BaseAddress = new("ftp://x") }, new() { MaxAttempts = 0 },
                new() { Timeout = TimeSpan.Zero }, new() { MaxRetryDelay = TimeSpan.FromMilliseconds(-1) }, new() { Timeout = TimeSpan.MaxValue },
                new() { RetryDelay = TimeSpan.FromSeconds(-1) }, new() { Token = "hf_x\n" }])
            FluentActions.Invoking(() => new ModelHub(bad)).Should().Throw<OptionsValidationException>();
    }

    [Fact]
    public async Task Many_attempts_in_vain_end_with_the_reason()
    {
        using var server = new LoopbackServer(_ => new(503, ""));
        using var hub = Hub(server, o => (o.MaxAttempts, o.MaxRetryDelay) = (60, TimeSpan.Zero));
        await hub.Awaiting(h => h.DownloadAsync(Repository, Revision, Weights))
            .Should().ThrowAsync<ModelHubException>().WithMessage("*503*60 attempts*");
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "Please log in")]
    [InlineData("application/octet-stream", "\uFEFF \r\n<!DOCTYPE html><title>Log in</title>")]
    [InlineData("text/plain", "<?xml version='1.0'?><!-- portal --><HTML>")]
    [InlineData(null, "<html><body>Log in")]
    public async Task A_web_page_is_refused_and_what_was_received_before_is_kept(string? type, string page)
    {
        var asked = 0;
        (string, string)[] headers = type is null ? [] : [("Content-Type", type)];
        using var server = new LoopbackServer(r => ++asked switch { 1 => Honest(r, atMost: 5000), 2 => new(200, page, headers), _ => Honest(r) });
        using var hub = Hub(server);
        var file = new HubFile("model.safetensors");

        var refused = await hub.Awaiting(h => h.DownloadAsync(Repository, Revision, file)).Should().ThrowAsync<ModelHubException>();
        File.Exists(Path.Combine(hub.FolderOf(Repository, Revision), file.Path)).Should().BeFalse();
        var path = await hub.DownloadAsync(Repository, Revision, file);

        refused.WithMessage("*/model.safetensors: the answer is a web page*").Which.Status.Should().Be(HttpStatusCode.OK);
        File.ReadAllBytes(path).Should().Equal(Content);
        server.Requests.Select(r => r.From).Should().Equal(0, 5000, 5000);
    }

    [Theory]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("Content-Encoding", "identity, br")]
    [InlineData("Transfer-Encoding", "gzip, chunked")]
    public async Task An_encoded_answer_is_refused(string name, string value)
    {
        using var server = new LoopbackServer(_ => new(200, "5\r\nhello\r\n0\r\n\r\n", (name, value)) { ContentLength = -1 });
        using var hub = Hub(server);

        await hub.Awaiting(h => h.DownloadAsync(Repository, Revision, new HubFile("vocab.json")))
            .Should().ThrowAsync<ModelHubException>().WithMessage("*the answer is encoded (*nothing of it was kept*");

        Directory.GetFiles(hub.FolderOf(Repository, Revision)).Should().OnlyContain(path => new FileInfo(path).Length == 0);
    }

    [Fact]
    public async Task Short_and_empty_files_and_pages_that_were_asked_for_are_whole()
    {
        using var server = new LoopbackServer(r => r.Path.EndsWith("empty.txt") ? new(200, "")
            : r.Path.EndsWith("index.html") ? new(200, "<!doctype html>", ("Content-Type", "text/html")) : new(200, "{\"a\": \"<html>\"}"));
        using var hub = Hub(server);

        var folder = await hub.DownloadAsync(Repository, Revision, [new("empty.txt"), new("index.html"), new("config.json")]);

        new[] { "empty.txt", "index.html", "config.json" }.Select(name => File.ReadAllText(Path.Combine(folder, name)))
            .Should().Equal("", "<!doctype html>", "{\"a\": \"<html>\"}");
    }

    private static Answer Honest(Request request, int atMost = int.MaxValue, TimeSpan silence = default)
    {
        var rest = Content.AsMemory(request.From);
        (string, string)[] range = request.From > 0 ? [("Content-Range", $"bytes {request.From}-{Content.Length - 1}/{Content.Length}")] : [];
        return new(
            request.From > 0 ? 206 : 200, rest,
            [("ETag", "\"v1\""), .. range]) { Body = rest[..Math.Min(rest.Length, atMost)], SilenceAfter = silence };
    }

    private static Answer Redirect(string location) => new(302, "", ("Location", location));

    private ModelHub Hub(LoopbackServer server, Action<ModelHubOptions>? change = null)
    {
        var options = new ModelHubOptions { BaseAddress = server.Address, CacheFolder = _cache, MaxAttempts = 3,
            RetryDelay = TimeSpan.FromMilliseconds(1) };
        change?.Invoke(options);
        return new(options);
    }

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }

    private sealed class Steps(Action<DownloadProgress>? then = null) : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Seen { get; } = [];

        public void Report(DownloadProgress value)
        {
            Seen.Add(value);
            then?.Invoke(value);
        }
    }
}
