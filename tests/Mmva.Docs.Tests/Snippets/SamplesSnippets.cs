using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of the READMEs of the samples.</summary>
internal static class SamplesSnippets
{
    public static void TrainPaper(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseClip("towers/clip-vit-base-patch32")
            .UseMert("towers/MERT-v1-95M")
            .UseRoberta("towers/roberta-base")
            .AddMedia();
    }

    public static void TrainCompact(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("paper-heads/heads.safetensors")
            .UseClip("towers/clip-vit-base-patch32")
            .UseMert("towers/MERT-v1-95M")
            .UseRoberta("towers/roberta-base")
            .AddMedia();
    }

    public static void Web(HostBuilder builder)
    {
        builder.Services.AddMmva().UseCompact().AddPlaylists().AddPromptGeneration();
    }

    public sealed class HostBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
