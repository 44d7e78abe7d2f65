using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/moods.md.</summary>
internal static class MoodsPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddMoods();
        await using var provider = services.BuildServiceProvider();
        var (predictor, vocabulary) = (provider.GetRequiredService<IEmotionPredictor>(), provider.GetRequiredService<MoodVocabulary>());

        await foreach (var track in predictor.PredictFilesAsync(MediaFiles.Find("media", MediaKind.Audio)))
            if (track.Succeeded) Console.WriteLine($"{vocabulary.NameOf(track.Value!.Emotion)}: {Path.GetFileName(track.Input)}");
    }

    public static async Task<(string? Mood, IReadOnlyList<MoodMatch> Nearest)> NameMoodAsync(
        MoodVocabulary vocabulary, IMoodTagWriter writer, ValenceArousal songEmotion, StreamWriter list, CancellationToken cancellationToken)
    {
        var mood = vocabulary.NameOf(songEmotion);                                                  // "Calm"
        var nearest = vocabulary.Nearest(songEmotion, count: 3);                                    // with their distances
        var tags = writer.Read("song.flac").Updated(songEmotion, vocabulary);                       // keeps what other programs wrote
        await writer.WriteAsync("song.flac", tags, recording: undo => list.WriteLine(undo), cancellationToken: cancellationToken);
        return (mood, nearest);
    }
}
