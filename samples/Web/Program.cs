// Drop a photo: see its point on the emotion plane, hear the music that matches, read a prompt for more of it.

using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Mmva;
using Mmva.Data;
using Web;
using Web.Http;
using Web.Matching;
using Web.Music;
using Web.OpenSubsonic;
using Web.Uploads;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}
Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{Arguments.Usage}");
    return 2;
}

// The page and the settings are next to the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments.ForHost, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
    .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a start that fails is reported below, in a sentence

// 1. Mmva with its trained default, an index of the emotion plane, and prompts for music generation.
//    Music is listened to once, and in excerpts.
var listening = arguments.MusicFolder is null ? arguments.Listening with { Cache = null } : arguments.Listening;
listening.AddTo(builder.Services.AddMmva().UseCompact()).AddPlaylists().AddPromptGeneration().AddMagick(); // HEIC, too

// 2. Limits: the size of an image, and how many are in memory at once.
builder.Services.AddOptions<UploadOptions>().BindConfiguration("Uploads").ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<UploadOptions>, UploadOptionsValidator>();
builder.Services.AddOptions<ImageDecoderOptions>()
    .Configure<IOptions<UploadOptions>>((images, uploads) =>
    {
        images.MaxPixels = uploads.Value.MaxPixels;
        images.Timeout = uploads.Value.DecodingTimeout;
    });
builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<UploadOptions>>((kestrel, uploads) =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestLineSize = MatchEndpoints.LongestAddress;
    kestrel.Limits.MaxRequestBodySize = uploads.Value.MaxBytes + UploadReader.FormOverhead;
});
builder.Services.AddSingleton<UploadGate>().AddSingleton<UploadReader>();
// waiting players and stalled uploads must not delay the end
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

// 3. The music: read in the background, while the page is already in use.
builder.Services.AddSingleton(_ => new MusicFolder(arguments.MusicFolder)).AddSingleton<MusicLibrary>().AddSingleton<Matcher>()
    .AddSingleton<SonicMatches>()
    .AddHostedService<LibraryReader>();

// 4. The page and its requests.
builder.Services.AddProblemDetails().AddExceptionHandler<RefusalHandler>()
    .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default));
try
{
    await using var app = builder.Build();
    app.UseSecurityHeaders().UseExceptionHandler().UseStatusCodePages().UseDefaultFiles().UseStaticFiles();
    app.MapMatches();
    MusicLibrary.Map(app);
    app.MapOpenSubsonic();
    await app.StartAsync();
    Console.WriteLine($"Open {string.Join(" or ", app.Urls)} in a browser. Ctrl+C ends it.");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is IOException or OptionsValidationException or FormatException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
