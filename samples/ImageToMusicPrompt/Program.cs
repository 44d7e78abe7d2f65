using System.Globalization;
using DemoMedia;
using ImageToMusicPrompt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva;
using Mmva.Compact;
using Mmva.Data.Images;
using Mmva.DependencyInjection;
using Mmva.Encoders;
using Mmva.Media;
using Mmva.Prediction;
using Mmva.Tasks.Prompts;
using Mmva.Tasks.Prompts.Generation;

if (args.Any(a => a is "--help" or "-h"))
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
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
using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; cancel.Cancel(); };
var demo = Directory.CreateTempSubdirectory("mmva-prompts-").FullName;
try
{
    // 1. Mmva with its trained default, and prompts for music generation.
    await using var services = new ServiceCollection()
        .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
        .AddMmva()
        .UseCompact(options => options.CaptionPrecision = arguments.Rebuild is null ? options.CaptionPrecision : Precision.Exact) // the same on every processor
        .AddPromptGeneration(options =>
        {
            options.PromptsFile = arguments.Templates;
            options.Server.Address = arguments.Server;
            options.Server.Api = arguments.Api;
            options.Server.Model = arguments.Model;
            options.Server.Token = Environment.GetEnvironmentVariable("HF_TOKEN") is { Length: > 0 } token ? token : null;
            options.Server.Duration = TimeSpan.FromSeconds(arguments.Seconds);
        })
        .Services.BuildServiceProvider();
    var predictor = services.GetRequiredService<IEmotionPredictor>();

    if (arguments.Rebuild is { } file)
    {
        using var progress = new ProgressLine();
        (await PromptCatalogue.BuildAsync(PromptSet.Default, predictor, progress, cancel.Token)).Save(file);
        Console.WriteLine(file);
        return 0;
    }

    // 2. The catalogue: shipped for the prompts of the compact model, built once for templates of your own.
    var selector = services.GetRequiredService<IPromptSelector>();
    using (var progress = new ProgressLine()) await selector.PrepareAsync(progress, cancel.Token);

    // 3. Where the picture or text lies, and the prompts that feel the same.
    PromptMatch? best = null;
    foreach (var (name, image) in Inputs())
    {
        var emotion = image is null ? await predictor.PredictAsync(name, cancel.Token) : await predictor.PredictAsync(image, cancel.Token);
        Console.WriteLine($"{name}  {emotion}");
        foreach (var match in await selector.SelectAsync(emotion, arguments.Top, cancel.Token))
        {
            best ??= match;
            Console.WriteLine($"  {match.Similarity:F3}  {match.Emotion}  {match.Prompt.Text}");
        }
    }

    // 4. The music.
    if (arguments.Server is null) return 0;
    var music = await services.GetRequiredService<IMusicGenerator>().GenerateAsync(best!.Prompt.Text, cancellationToken: cancel.Token);
    var output = arguments.Output ?? "music" + music.Extension;
    var temporary = output + ".tmp";
    await File.WriteAllBytesAsync(temporary, music.Audio, cancel.Token);
    File.Move(temporary, output, overwrite: true);
    Console.WriteLine($"{output}: {music.Duration.TotalSeconds:F1} s of {music.MediaType} for \"{best.Prompt}\"");
    return 0;

    IEnumerable<(string Name, RgbImage? Image)> Inputs()
    {
        var decoder = services.GetRequiredService<IImageDecoder>();
        if (arguments.Input is { } input)
        {
            var isPicture = File.Exists(input) || Directory.Exists(input) || Path.GetExtension(input).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".webp" or ".gif" or ".bmp";
            return [(input, isPicture ? decoder.Decode(input, cancel.Token) : null)];
        }
        Console.Error.WriteLine("No picture is given: here are painted ones. Try it with one of yours: ImageToMusicPrompt photo.jpg");
        return DemoPictures.Write(demo).Take(arguments.Server is null ? 4 : 1).Select(path => (Path.GetFileNameWithoutExtension(path), (RgbImage?)decoder.Decode(path, cancel.Token)));
    }
}
catch (OptionsValidationException e)
{
    Console.Error.WriteLine($"{string.Join('\n', e.Failures)}\n\n{Arguments.Usage}");
    return 2;
}
catch (Exception e) when (e is MmvaException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled.");
    return 130;
}
finally
{
    Directory.Delete(demo, recursive: true);
}
