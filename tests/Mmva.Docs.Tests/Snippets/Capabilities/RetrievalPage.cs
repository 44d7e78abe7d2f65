using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/retrieval.md.</summary>
internal static class RetrievalPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddRetrieval();
        await using var provider = services.BuildServiceProvider();
        var retriever = provider.GetRequiredService<IEmotionRetriever>();

        await foreach (var file in retriever.IndexFilesAsync(MediaFiles.Find("media")))
            if (!file.Succeeded) Console.Error.WriteLine(file.Error.Message);
        foreach (var match in await retriever.FindAsync("a quiet morning by the sea", count: 3))
            Console.WriteLine($"{match.Similarity:F2} {match.Item.Modality} {Path.GetFileName(match.Item.Payload)}");
    }

    public static async Task<(IReadOnlyList<EmotionMatch> Tracks, IReadOnlyList<RerankedMatch> Ranked)> RetrieveAsync(
        IEmotionRetriever retriever, IAudioDecoder audioDecoder, RgbImage photo, CancellationToken cancellationToken)
    {
        var song = audioDecoder.Decode("rain.mp3");
        await retriever.IndexAsync([new RetrievalInput<Waveform>("track-17", song, Payload: "rain.mp3")], cancellationToken: cancellationToken);

        // nearest first, with Eq. 1 as the similarity
        var tracks = await retriever.FindAsync("a quiet morning by the sea", count: 10, Modality.Music, cancellationToken);
        // ranked again by the similarity head
        var ranked = await retriever.FindMusicAsync(photo, "a quiet morning by the sea", count: 10, cancellationToken);
        return (tracks, ranked);
    }
}
