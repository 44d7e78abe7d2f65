using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.Sqlite.</summary>
internal static class MmvaSqliteSnippets
{
    public static void Use(IServiceCollection services)
    {
        services.AddMmva().UseCompact().AddRetrieval().UseSqliteIndex("library.db");
    }
}
