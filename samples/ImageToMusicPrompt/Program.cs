// From images and texts to the prompts for music generation that feel like them, and to the music.

using ConsoleProgram;
using DemoMedia;
using ImageToMusicPrompt;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Tasks;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    using var demo = new DemoFolder();

    // 1. Mmva with its trained default, and prompts for music generation.
    await using var services = Services.Build(mmva => arguments.Limits.Apply(mmva)
        .AddMagick()
        .UseCompact(options =>
        {
            if (arguments.Rebuild is not null) options.CaptionPrecision = Precision.Exact; // the same on every processor
        })
        .AddPromptGeneration(options =>
        {
            if (arguments.Templates == "plain") options.Prompts = PromptSet.Plain;
            else options.PromptsFile = arguments.Templates;
            options.Server.Address = arguments.Server;
            options.Server.Api = arguments.Api;
            options.Server.Model = arguments.Model;
            options.Server.Token = Environment.GetEnvironmentVariable("HF_TOKEN") is { Length: > 0 } token ? token : null;
            options.Server.Duration = TimeSpan.FromSeconds(arguments.Seconds);
        }));
    var predictor = services.GetRequiredService<IEmotionPredictor>();
    var progress = new ConsoleProgress<PromptCatalogueProgress>(p => $"{p.Done:N0} of {p.Total:N0} prompts encoded");
    if (arguments.Rebuild is { } file)
    {
        (await PromptCatalogue.BuildAsync(PromptSet.Default, predictor, progress, cancellationToken)).Save(file);
        Console.WriteLine(file);
        return 0;
    }

    // 2. The catalogue: shipped for the prompts of the compact model, built once for custom templates.
    var selector = services.GetRequiredService<IPromptSelector>();
    await selector.PrepareAsync(progress, cancellationToken);

    // 3. The valence and arousal of each image or text, and the prompts that feel the same.
    var inputs = arguments.Inputs;
    if (inputs.Count == 0)
    {
        Console.Error.WriteLine("No picture is given: here are painted ones. Try it with yours: ImageToMusicPrompt photo.jpg");
        inputs = [.. DemoPictures.Write(demo.Path).Take(arguments.Server is null ? 4 : 1)];
    }
    var decoder = new MediaDecoder(services.GetRequiredService<IImageDecoder>());
    var failures = new Failures();
    PromptMatch? best = null;
    await foreach (var (input, predicted) in failures.Without(predictor.PredictManyAsync(inputs, ReadAsync, cancellationToken: cancellationToken)))
    {
        Console.WriteLine($"{(arguments.Inputs.Count == 0 ? Path.GetFileNameWithoutExtension(input) : input)}  {predicted.Emotion}");
        foreach (var match in await selector.SelectAsync(predicted.Emotion, arguments.Top, cancellationToken))
        {
            best ??= match;
            Console.WriteLine($"  {match.Similarity:F3}  {match.Emotion}  {match.Prompt.Text}");
        }
    }

    // 4. The music.
    if (arguments.Server is null || best is null) return failures.ExitCode;
    var music = await services.GetRequiredService<IMusicGenerator>().GenerateAsync(best.Prompt.Text, cancellationToken: cancellationToken);
    var output = arguments.Output ?? "music" + music.Extension;
    OutputFile.Write(output, music.Audio);
    Console.WriteLine($"{output}: {music.Duration.TotalSeconds:F1} s of {music.MediaType} for \"{best.Prompt}\"");
    return 0;

    async Task<MediaContent> ReadAsync(string input, CancellationToken stop) =>
        Path.Exists(input) || MediaFiles.KindOfExtension(input) == MediaKind.Image ? await decoder.DecodeAsync(input, stop) : MediaContent.Of(input);
}).RunAsync(args);
