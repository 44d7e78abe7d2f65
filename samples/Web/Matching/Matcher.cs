using Mmva;
using Web.Music;

namespace Web.Matching;

/// <summary>Finds the music and the prompts nearest to a point of the emotion plane.</summary>
internal sealed class Matcher(IEmotionIndex index, MusicLibrary library, IPromptSelector prompts)
{
    private const int Tracks = 8, Prompts = 4;

    public async Task<Answer> MatchAsync(string? name, ValenceArousal point, IReadOnlyList<string> notices, CancellationToken cancellationToken)
    {
        var tracks = new List<TrackMatch>();
        foreach (var match in await index.NearestAsync(point, Tracks, Modality.Music, cancellationToken))
            if (library.TryFind(match.Item.Id, out var track))
                tracks.Add(new(track.Id, track.Name, track.Emotion.Valence, track.Emotion.Arousal, match.Similarity));
        var near = (await prompts.SelectAsync(point, Prompts, cancellationToken)).Select(match =>
            new PromptMatch(match.Prompt.Text, match.Emotion.Valence, match.Emotion.Arousal, match.Similarity));
        return new(name, point.Valence, point.Arousal, notices, tracks, [.. near]);
    }
}
