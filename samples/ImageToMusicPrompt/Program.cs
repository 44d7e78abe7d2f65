using ConsoleProgram;
using DemoMedia;
using ImageToMusicPrompt;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Tasks;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    using var demo = new DemoFolder();

    // 1. Mmva with its trained default, and prompts for music generation.
    await using var services = Services.Build(mmva => mmva
        .UseCompact(options => options.CaptionPrecision = arguments.Rebuild is null ? options.CaptionPrecision : Precision.Exact) // the same on every processor
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

    if (arguments.Rebuild is { } file)
    {
        using var progress = new ProgressLine();
        (await PromptCatalogue.BuildAsync(PromptSet.Default, predictor, progress, cancellationToken)).Save(file);
        Console.WriteLine(file);
        return 0;
    }

    // 2. The catalogue: shipped for the prompts of the compact model, built once for templates of your own.
    var selector = services.GetRequiredService<IPromptSelector>();
    using (var progress = new ProgressLine()) await selector.PrepareAsync(progress, cancellationToken);

    // 3. Where each picture or text lies, and the prompts that feel the same.
    var inputs = arguments.Inputs;
    if (inputs.Count == 0)
    {
        Console.Error.WriteLine("No picture is given: here are painted ones. Try it with yours: ImageToMusicPrompt photo.jpg");
        inputs = [.. DemoPictures.Write(demo.Path).Take(arguments.Server is null ? 4 : 1)];
    }
    var failures = 0;
    PromptMatch? best = null;
    foreach (var input in inputs)
    {
        ValenceArousal emotion;
        try
        {
            emotion = await PlaceAsync(input);
        }
        catch (MmvaException e) // this one is named, the others go on
        {
            Console.Error.WriteLine(e is MediaException ? e.Message : $"{input}: {e.Message}");
            failures++;
            continue;
        }
        Console.WriteLine($"{(arguments.Inputs.Count == 0 ? Path.GetFileNameWithoutExtension(input) : input)}  {emotion}");
        foreach (var match in await selector.SelectAsync(emotion, arguments.Top, cancellationToken))
        {
            best ??= match;
            Console.WriteLine($"  {match.Similarity:F3}  {match.Emotion}  {match.Prompt.Text}");
        }
    }

    // 4. The music.
    if (arguments.Server is null || best is null) return failures == 0 ? 0 : 1;
    var music = await services.GetRequiredService<IMusicGenerator>().GenerateAsync(best.Prompt.Text, cancellationToken: cancellationToken);
    var output = arguments.Output ?? "music" + music.Extension;
    var temporary = output + ".tmp";
    await File.WriteAllBytesAsync(temporary, music.Audio, cancellationToken);
    File.Move(temporary, output, overwrite: true);
    Console.WriteLine($"{output}: {music.Duration.TotalSeconds:F1} s of {music.MediaType} for \"{best.Prompt}\"");
    return 0;

    async Task<ValenceArousal> PlaceAsync(string input)
    {
        var isPicture = File.Exists(input) || Directory.Exists(input) || Path.GetExtension(input).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".webp" or ".gif" or ".bmp";
        if (!isPicture) return await predictor.PredictAsync(input, cancellationToken);
        return await predictor.PredictAsync(await services.GetRequiredService<IImageDecoder>().DecodeAsync(input, cancellationToken), cancellationToken);
    }
}).RunAsync(args);
