using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.PostgreSql.</summary>
internal static class MmvaPostgreSqlSnippets
{
    public static void Use(IServiceCollection services)
    {
        services.AddMmva().UseCompact().AddRetrieval()
            .UsePostgreSqlIndex("Host=db;Database=media;Username=mmva", options => options.Schema = "library");
    }
}
