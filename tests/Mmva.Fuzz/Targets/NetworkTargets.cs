using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mmva.Data;
using Mmva.Encoders;
using Mmva.Fuzz.Engine;
using Mmva.Tasks;

namespace Mmva.Fuzz.Targets;

/// <summary>Answers of servers. An input is a status, headers, an empty line and a body.</summary>
internal static class NetworkTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        new AnswerTarget("caption-answers", "RemoteCaptioner: answers of a captioner", client =>
        {
            var clip = new MusicClip(new("7-2", "a.wav", default, "deam/7"), TimeSpan.Zero, TimeSpan.FromSeconds(1));
            new RemoteCaptioner(client, new("http://localhost/caption"), new Silence()).CaptionAsync(clip).GetAwaiter().GetResult();
        }, "200\n\n{\"caption\": \" A piano. \"}", "200\nContent-Type: application/json\n\n[{\"generated_text\": \"\\u00e9\"}]", "404\n\n"),
        new AnswerTarget("music-server", "MusicServerClient: answers of a music generator", client =>
        {
            var options = new MusicServerOptions { Address = new("http://localhost/generate"), MaxAttempts = 1, RetryDelay = TimeSpan.Zero,
                MaxBytes = 1 << 16 };
            using var server = new MusicServerClient(options, new Silence(), client);
            server.GenerateAsync("a song").GetAwaiter().GetResult();
        }, "200\nContent-Type: audio/wav\n\nRIFF\0\0\0\0WAVE", "503\nRetry-After: 3\n\n{\"error\":\"Model is loading\",\"estimated_time\":20.5}",
            "302\nLocation: http://localhost/other\n\n", "401\n\n", "200\nContent-Type: application/json\n\n{\"error\":\"x\"}"),
        new ModelHubTarget(),
    ];

    /// <summary>A file as a hub sends it, and what an earlier attempt has left: its ETag and its bytes, in the first two lines.</summary>
    private sealed class ModelHubTarget() : AnswerTarget("model-hub", "ModelHub: answers, redirects, and what an interrupted download left", _ => { })
    {
        public override IEnumerable<byte[]> Seeds() => Bytes(
            "-\n-\n200\nETag: \"v1\"\nContent-Length: 9\n\n123456789", "\"v1\"\n1234\n206\nETag: \"v1\"\nContent-Range: bytes 4-8/9\n\n56789",
            "\"v1\"\n1234\n416\nContent-Range: bytes */4\n\n", "-\n-\n302\nLocation: https://cdn.example/x?y=z\n\n",
            "-\n-\n429\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\n\n",
            "-\n-\n200\nContent-Type: text/html\n\n<!doctype html><html>", "\"v1\"\n1234\n200\nContent-Encoding: gzip\n\n123456789");

        public override void Run(byte[] input)
        {
            var lines = input.AsSpan();
            var (tag, part) = (Line(ref lines), Line(ref lines));
            using var client = Client(lines.ToArray());
            var options = new ModelHubOptions
            {
                BaseAddress = new("https://hub.example"), CacheFolder = Scratch, MaxAttempts = 1, RetryDelay = TimeSpan.Zero,
                    MaxRetryDelay = TimeSpan.Zero,
                Timeout = TimeSpan.FromSeconds(5),
            };
            using var hub = new ModelHub(options, client);
            var folder = Directory.CreateDirectory(hub.FolderOf("a/b", "main")).FullName;
            var target = Path.Combine(folder, "model.safetensors");
            System.IO.File.Delete(target);
            State(target + ".part.etag", tag);
            State(target + ".part", part);
            hub.DownloadAsync("a/b", "main", new HubFile("model.safetensors", tag is [] ? 9 : null)).GetAwaiter().GetResult();
        }

        private static void State(string path, byte[] content)
        {
            if (content is [(byte)'-']) System.IO.File.Delete(path);
            else System.IO.File.WriteAllBytes(path, content);
        }
    }

    /// <summary>One answer, whatever is asked.</summary>
    private class AnswerTarget(string name, string covers, Action<HttpClient> ask, params string[] seeds) : FuzzTarget
    {
        private static readonly string[] Common =
        [
            "200", "206", "302", "307", "403", "404", "408", "416", "429", "500", "503", "Content-Type: ", "Content-Length: ",
            "Content-Range: bytes ", "Content-Encoding: ", "ETag: ",
            "Retry-After: ", "Location: ", "Transfer-Encoding: chunked", "W/\"x\"", "text/html", "//", "http://", "https://", "http://[::1", ":99999",
        ];

        public override string Name => name;

        public override string Covers => covers;

        public override int MaxBytes => 2000;

        public override bool IsText => true;

        public override IReadOnlyList<byte[]> Words => Bytes(Common);

        public override IEnumerable<byte[]> Seeds() => Bytes(seeds);

        public override void Run(byte[] input)
        {
            var rest = input.AsSpan();
            // it would wait for seconds between its attempts
            if (StatusOf(Line(ref rest)) is 408 or 429 or >= 500 && name == "caption-answers") return;
            using var client = Client(input);
            ask(client);
        }

        protected static HttpClient Client(byte[] answer) => new(new OneAnswer(answer)) { Timeout = Timeout.InfiniteTimeSpan };

        protected static byte[] Line(ref Span<byte> text)
        {
            var end = text.IndexOf((byte)'\n');
            var line = (end < 0 ? text : text[..end]).ToArray();
            text = end < 0 ? [] : text[(end + 1)..];
            return line;
        }

        private static int StatusOf(byte[] line) => int.TryParse(line, out var number) && number is >= 200 and < 600 ? number : 200;

        private sealed class OneAnswer(byte[] answer) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var text = answer.AsSpan();
                var status = StatusOf(Line(ref text));
                var headers = new List<string>();
                while (Line(ref text) is { Length: > 0 } line) headers.Add(Encoding.Latin1.GetString(line));
                var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(text.ToArray()),
                    RequestMessage = request };
                foreach (var header in headers)
                {
                    var parts = header.Split(':', 2);
                    if (parts.Length < 2 || parts[1].AsSpan().ContainsAny('\r', '\n', '\0')) continue;
                    Add(response.Headers, parts);
                    Add(response.Content.Headers, parts);
                }
                return Task.FromResult(response);
            }

            // as the client of .NET adds them: without a check
            private static void Add(HttpHeaders headers, string[] parts)
            {
                try
                {
                    headers.TryAddWithoutValidation(parts[0].Trim(), parts[1].Trim());
                }
                catch (InvalidOperationException)
                {
                    // a header of the other kind
                }
            }
        }
    }

    private sealed class Silence : IAudioDecoder
    {
        private static readonly Waveform Second = new(new float[100], 100);

        public Waveform Decode(string path, CancellationToken cancellationToken = default) => Second;

        public Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default) => Second;
    }
}
