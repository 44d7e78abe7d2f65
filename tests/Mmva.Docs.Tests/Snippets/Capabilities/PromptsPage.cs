using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/prompts.md.</summary>
internal static class PromptsPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddPromptGeneration();
        await using var provider = services.BuildServiceProvider();
        var selector = provider.GetRequiredService<IPromptSelector>();

        foreach (var match in await selector.SelectAsync("a quiet evening", count: 2))
            Console.WriteLine($"{match.Similarity:F2} {match.Prompt}");
    }

    public static async Task<IReadOnlyList<PromptMatch>> PromptAsync(
        IPromptSelector selector, RgbImage photo, IReadOnlyList<RgbImage> photos, CancellationToken cancellationToken)
    {
        var prompts = await selector.SelectAsync(photo, count: 3, cancellationToken);               // nearest first
        var ofEach = await selector.SelectForEachAsync(photos, count: 3, cancellationToken);        // the same for many images in one call
        return [.. prompts, .. ofEach.SelectMany(matches => matches)];
    }

    public static async Task<MusicForImage> GenerateAsync(ImageToMusic imageToMusic, RgbImage photo, CancellationToken cancellationToken)
    {
        var generated = await imageToMusic.GenerateAsync(photo, cancellationToken: cancellationToken);
        return generated;
    }
}
