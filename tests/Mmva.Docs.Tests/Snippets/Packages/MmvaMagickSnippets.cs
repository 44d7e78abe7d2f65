using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.Magick.</summary>
internal static class MmvaMagickSnippets
{
    public static void Use(IServiceCollection services)
    {
        services.AddMmva().UseCompact().AddMagick();
    }
}
