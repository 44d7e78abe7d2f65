using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.PostgreSql;

namespace Documents.Snippets;

/// <summary>The code of docs/postgresql.md.</summary>
internal static class PostgreSqlSnippets
{
    public static void UseIndex(IServiceCollection services)
    {
        services.AddMmva().UseCompact().AddRetrieval()
            .UsePostgreSqlIndex("Host=db;Database=media;Username=mmva", options => options.Schema = "library");
    }

    public static async Task<IReadOnlyList<EmotionMatch>> FindAsync(
        IEmotionIndex index, ValenceArousal photoEmotion, CancellationToken cancellationToken)
    {
        // IEmotionIndex and IEmotionRetriever are used as with any other index
        var found = await index.NearestAsync(photoEmotion, 10, Modality.Music, cancellationToken);
        return found;
    }

    public static async Task OpenAsync()
    {
        await using var index = new PostgreSqlEmotionIndex(new() { ConnectionString = "Host=db;Database=media;Username=mmva" });
    }

    public static async Task<IReadOnlyList<EmotionMatch>> FindOnAllAsync(
        IReadOnlyList<IEmotionIndex> servers, ValenceArousal photoEmotion, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(servers.Select(server => server.NearestAsync(photoEmotion, 10, Modality.Music, cancellationToken)));
        var nearest = answers.SelectMany(answer => answer).OrderBy(match => match.Distance).Take(10).ToList();
        return nearest;
    }
}
