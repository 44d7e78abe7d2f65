using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.TorchSharp;
using TorchSharp;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.TorchSharp.</summary>
internal static class MmvaTorchSharpSnippets
{
    public static void UseModule(IServiceCollection services)
    {
        TorchLibrary.Load(); // first of all: says what is missing if PyTorch does not load
        var backbone = torch.jit.load<torch.Tensor, torch.Tensor>("resnet50.pt");
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseImageEncoder(_ => TorchEncoder.ForImages(
                backbone, new() { Name = "resnet50", Width = 2048, License = "BSD-3-Clause" }, side: 224, mean: (0.485f, 0.456f, 0.406f),
                standardDeviation: (0.229f, 0.224f, 0.225f)));
    }
}
