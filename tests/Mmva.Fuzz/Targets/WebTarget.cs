using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Fuzz.Engine;
using Web;
using Web.Http;
using Web.Matching;
using Web.Music;
using Web.OpenSubsonic;
using Web.Uploads;

namespace Mmva.Fuzz.Targets;

/// <summary>
/// Requests to samples/Web, with its own endpoints, limits and handler of errors, and a predictor that knows nothing. An input is a method and an
/// address, headers, an empty line and a body.
/// </summary>
internal sealed class WebTarget : FuzzTarget
{
    private WebApplication? _app;
    private TestServer? _server;
    private Exception? _last;

    public override string Name => "web";

    public override string Covers => "samples/Web: uploads and forms, texts, points, tracks, OpenSubsonic; no answer of 500";

    public override bool IsText => true;

    public override int MaxBytes => 4000;

    public override IReadOnlyList<byte[]> Words => Bytes(
        "GET ", "POST ", "/api/images", "/api/texts?text=", "/api/places?valence=", "&arousal=", "/api/tracks/", "/api/library?seen=",
        "/rest/ping.view", "/rest/getSonicSimilarTracks?id=",
        "/rest/findSonicPath?startSongId=t1&endSongId=", "&count=", "&f=json", "&f=xml", "t1", "t2", "Content-Type: ",
        "multipart/form-data; boundary=", "application/x-www-form-urlencoded",
        "Content-Disposition: form-data; name=\"a\"; filename=\"", "filename*=UTF-8''%e2%82%ac", "--xyz", "--xyz--", "\r\n", "Range: bytes=0-",
        "%00", "%ff", "%ud800", "+");

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var request in new[]
        {
            "GET /api/texts?text=a+calm%20song%20%F0%9F%8E%B5\n\n", "GET /api/places?valence=0.5&arousal=1\n\n", "GET /api/library?seen=1\n\n",
            "GET /api/tracks/t1\nRange: bytes=0-3\n\n",
            "GET /api/limits\n\n", "GET /rest/getSonicSimilarTracks.view?id=t1&count=2&f=json\n\n",
            "GET /rest/findSonicPath?startSongId=t1&endSongId=t2&count=3&f=xml\n\n",
            "POST /rest/getSonicSimilarTracks\nContent-Type: application/x-www-form-urlencoded\n\nid=t2&count=1&f=json",
            "GET /rest/getOpenSubsonicExtensions?f=json\n\n",
        })
            yield return Bytes(request);
        var image = Data.Tests.Images.Png.File(2, 1, Data.Tests.Images.Png.Rgb, 8, [0, 1, 2, 3, 4, 5, 6]);
        yield return [.. Bytes("POST /api/images\nContent-Type: image/png\n\n"), .. image];
        yield return
        [
            .. Bytes("POST /api/images\nContent-Type: multipart/form-data; boundary=xyz\n\n"),
            .. Bytes("--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\n"), .. image,
            .. Bytes("\r\n--xyz--\r\n"),
        ];
    }

    public override void Start()
    {
        System.IO.File.WriteAllBytes(File("t1.wav"), new byte[100]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        var services = builder.Services;
        services.AddRoutingCore();
        services.AddMmva().AddPlaylists();
        services.Replace(ServiceDescriptor.Singleton<IEmotionPredictor>(new Center()));
        services.AddSingleton<IImageDecoder>(new SkiaImageDecoder(new() { MaxPixels = 1 << 16, FfmpegPath = "/nonexistent" }));
        services.AddSingleton<IPromptSelector, NoPrompts>();
        services.AddOptions<UploadOptions>().Configure(uploads => (uploads.MaxBytes, uploads.MemoryBytes) = (1500, 1 << 20));
        services.AddSingleton<IValidateOptions<UploadOptions>, UploadOptionsValidator>();
        services.AddSingleton<UploadGate>().AddSingleton<UploadReader>();
        services.AddSingleton(_ => new MusicFolder(Scratch)).AddSingleton<MusicLibrary>().AddSingleton<Matcher>().AddSingleton<SonicMatches>();
        services.AddProblemDetails().AddExceptionHandler<RefusalHandler>().Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default));
        _app = builder.Build();
        _app.UseSecurityHeaders().UseExceptionHandler().UseStatusCodePages();
        _app.Use(RememberAsync);
        _app.MapMatches();
        MusicLibrary.Map(_app);
        _app.MapOpenSubsonic();
        _app.StartAsync().GetAwaiter().GetResult();
        _server = _app.GetTestServer();
        var (library, index) = (_app.Services.GetRequiredService<MusicLibrary>(), _app.Services.GetRequiredService<IEmotionIndex>());
        EmotionItem[] items = [new("t1", Modality.Music, new(0.5f, 0.5f)), new("t2", Modality.Music, new(0.6f, 0.4f)),
            new("t3", Modality.Music, new(0.1f, 0.9f))];
        index.AddAsync(items).GetAwaiter().GetResult();
        foreach (var item in items) library.Add(new Track(item.Id, item.Id, File(item.Id + ".wav"), item.Emotion));
    }

    public override void Run(byte[] input)
    {
        var text = input.AsSpan();
        var first = Line(ref text).Split(' ');
        var headers = new List<string[]>();
        while (Line(ref text) is { Length: > 0 } line)
            if (line.Split(':', 2) is { Length: 2 } parts) headers.Add(parts);
        var body = text.ToArray();
        // Kestrel refuses these itself
        var address = new string([.. (first.Length > 1 ? first[1] : "/").Select(c => c is > ' ' and < '\u007f' ? c : '_')])
            .Replace("%00", "%01", StringComparison.Ordinal);
        var status = _server!.SendAsync(context =>
        {
            var request = context.Request;
            request.Method = first[0] == "POST" ? "POST" : "GET";
            var query = address.IndexOf('?', StringComparison.Ordinal);
            request.Path = PathString.FromUriComponent("/" + (query < 0 ? address : address[..query]).TrimStart('/'));
            request.QueryString = query < 0 ? default : new(address[query..]);
            foreach (var header in headers)
                if (header[0].Length > 0 && header[0].All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && header[1].All(c =>
                    c is >= ' ' and < '\u007f'))
                    request.Headers[header[0]] = header[1].Trim();
            request.Headers.ContentLength = body.Length;
            request.Body = new MemoryStream(body);
        }).GetAwaiter().GetResult().Response.StatusCode;
        if (status >= 500) throw new InvalidOperationException($"The server answered {status} to {first[0]} {address}.", _last);
        if (status >= 400) throw new MmvaException($"answered {status}");
    }

    public override void Dispose()
    {
        _app?.StopAsync().GetAwaiter().GetResult();
        (_app as IDisposable)?.Dispose();
    }

    private async Task RememberAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            _last = e;
            throw;
        }
    }

    private static string Line(ref Span<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = Encoding.Latin1.GetString(end < 0 ? text : text[..end]).TrimEnd('\r');
        text = end < 0 ? [] : text[(end + 1)..];
        return line;
    }

    /// <summary>The middle of the plane for everything.</summary>
    private sealed class Center : IEmotionPredictor
    {
        private static readonly EmotionPrediction Middle = new(new(0.5f, 0.5f), new float[1], []);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) => All(images.Count);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) => All(music.Count);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) => All(captions.Count);

        public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => new float[triples.Count];

        private static Task<IReadOnlyList<EmotionPrediction>> All(int count) =>
            Task.FromResult<IReadOnlyList<EmotionPrediction>>([.. Enumerable.Repeat(Middle, count)]);
    }

    private sealed class NoPrompts : IPromptSelector
    {
        public Task<Tasks.PromptCatalogue> PrepareAsync(IProgress<PromptCatalogueProgress>? progress = null,
            CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Mmva.PromptMatch>> SelectAsync(ValenceArousal emotion, int count = 1,
            CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<Mmva.PromptMatch>>([]);

        public Task<IReadOnlyList<Mmva.PromptMatch>> SelectAsync(IReadOnlyList<RgbImage> frames, int count = 1,
            CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<IReadOnlyList<Mmva.PromptMatch>>> SelectForEachAsync(
            IReadOnlyList<RgbImage> images, int count = 1, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<Mmva.PromptMatch>> SelectAsync(string text, int count = 1, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Mmva.PromptMatch>> SelectAsync(Waveform music, int count = 1, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
