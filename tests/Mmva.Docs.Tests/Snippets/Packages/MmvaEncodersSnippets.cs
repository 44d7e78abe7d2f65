using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.Encoders.</summary>
internal static class MmvaEncodersSnippets
{
    public static void UsePaperTowers(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("mmva.safetensors") // a model that was trained on features of these encoders
            .UseClip("towers/clip-vit-base-patch32")
            .UseMert("towers/MERT-v1-95M")
            .UseRoberta("towers/roberta-base")
            .AddMedia();
    }
}
