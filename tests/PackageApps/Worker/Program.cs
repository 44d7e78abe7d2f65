// Two predictors in one host, each under its key: a text is predicted by both.
using Mmva;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddKeyedMmva("exact").UseCompact(options => options.CaptionPrecision = Precision.Exact);
builder.Services.AddKeyedMmva("fast").UseCompact(options => options.CaptionPrecision = Precision.Fast);
builder.Services.AddHostedService<Predictions>();
await builder.Build().RunAsync();

internal sealed class Predictions(
    [FromKeyedServices("exact")] IEmotionPredictor exact, [FromKeyedServices("fast")] IEmotionPredictor fast,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var predictor in new[] { exact, fast })
            Console.WriteLine(await predictor.PredictAsync("a quiet morning by the sea", stoppingToken));
        lifetime.StopApplication();
    }
}
