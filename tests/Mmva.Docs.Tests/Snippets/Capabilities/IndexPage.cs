using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/index.md.</summary>
internal static class IndexPage
{
    public static void AddTasks(IServiceCollection services)
    {
        services.AddMmva().UseCompact()
            .AddRetrieval().AddMoods().AddPlaylists().AddSoundtracks().AddPromptGeneration().AddVideoSummarization();
    }

    public static void AddKeyedTasks(IServiceCollection services)
    {
        services.AddMmva().UseCompact()
            .AddVideoSummarization()                                                                // IVideoSummarizer
            .AddKeyedVideoSummarization("trailer", options => options.Share = 0.03);                // [FromKeyedServices("trailer")] IVideoSummarizer
    }
}
