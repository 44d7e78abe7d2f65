using System.Security.Cryptography;
using System.Text;
using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva.Data;

namespace Mmva.Endurance.Soak;

/// <summary>A track of the library.</summary>
/// <param name="Id">What samples/Web calls it.</param>
internal sealed record KnownTrack(string Id, string Name, string Path, ValenceArousal Emotion, byte[] Bytes);

/// <summary>A point, and what lies nearest to it.</summary>
internal sealed record KnownAnswer(
    ValenceArousal Point, IReadOnlyList<(KnownTrack Track, double Similarity)> Tracks, IReadOnlyList<PromptMatch> Prompts);

/// <summary>What samples/Web must answer, computed by the library in this process, before any request.</summary>
internal sealed class KnownAnswers
{
    private const int TrackCount = 8, PromptCount = 4;

    public const int SimilarCount = 3, PathCount = 4;

    private KnownAnswers() { }

    public required IReadOnlyList<KnownTrack> Tracks { get; init; }
    public required IReadOnlyList<KnownAnswer> Photos { get; init; }
    public required IReadOnlyList<KnownAnswer> Texts { get; init; }
    public required IReadOnlyList<KnownAnswer> Points { get; init; }

    /// <summary>For each track, the ids of those that resemble it most.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Similar { get; init; }

    /// <summary>For each track, the ids on the way to the next one.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Paths { get; init; }

    public static async Task<KnownAnswers> ComputeAsync(TestMedia media, CancellationToken cancellationToken)
    {
        await using var services = Services.Build(
            mmva => Listening.Default.AddTo(mmva).AddRetrieval().AddPlaylists().AddPromptGeneration(),
            logging: log => log.SetMinimumLevel(LogLevel.Warning));
        var predictor = services.GetRequiredService<IEmotionPredictor>();
        var retriever = services.GetRequiredService<IEmotionRetriever>();
        var (decoder, images) = (services.GetRequiredService<IAudioDecoder>(), services.GetRequiredService<IImageDecoder>());

        var tracks = new List<KnownTrack>();
        var files = MediaFiles.Find(media.Music, MediaKind.Audio);
        await foreach (var result in retriever.IndexFilesAsync(
            files, file => (IdOf(media.Music, file), null), new MediaDecoder(decoder), cancellationToken: cancellationToken))
        {
            var item = result.Value ?? throw result.Error!;
            var bytes = await File.ReadAllBytesAsync(result.Input, cancellationToken);
            tracks.Add(new(item.Id, Path.GetFileNameWithoutExtension(result.Input), result.Input, item.Emotion, bytes));
        }
        var byId = tracks.ToDictionary(track => track.Id);

        var prompts = services.GetRequiredService<IPromptSelector>();
        async Task<KnownAnswer> AnswerAsync(ValenceArousal point)
        {
            var near = await retriever.Index.NearestAsync(point, TrackCount, Modality.Music, cancellationToken);
            return new(
                point, [.. near.Select(match => (byId[match.Item.Id], match.Similarity))],
                await prompts.SelectAsync(point, PromptCount, cancellationToken));
        }
        var (photos, texts, points) = (new List<KnownAnswer>(), new List<KnownAnswer>(), new List<KnownAnswer>());
        foreach (var photo in media.Photos)
        {
            var image = images.Decode(photo, "photo", cancellationToken);
            photos.Add(await AnswerAsync((await predictor.PredictAsync([image], cancellationToken))[0].Emotion));
        }
        foreach (var text in media.Texts) texts.Add(await AnswerAsync((await predictor.PredictAsync([text], cancellationToken))[0].Emotion));
        foreach (var point in media.Points) points.Add(await AnswerAsync(point));

        var playlists = services.GetRequiredService<IPlaylistMaker>();
        var (similar, paths) = (new List<IReadOnlyList<string>>(), new List<IReadOnlyList<string>>());
        for (var i = 0; i < tracks.Count; i++)
        {
            var near = await retriever.Index.NearestAsync(tracks[i].Emotion, SimilarCount + 1, Modality.Music, cancellationToken);
            similar.Add([.. near.Select(match => match.Item.Id).Where(id => id != tracks[i].Id).Take(SimilarCount)]);
            var path = await playlists.FollowAsync(
                [PlaylistStop.Track(tracks[i].Id), PlaylistStop.Track(tracks[(i + 1) % tracks.Count].Id)], PlaylistLength.OfTracks(PathCount),
                cancellationToken: cancellationToken);
            paths.Add([.. path.Tracks.Select(track => track.Id)]);
        }
        return new() { Tracks = tracks, Photos = photos, Texts = texts, Points = points, Similar = similar, Paths = paths };
    }

    // as samples/Web describes it: from the name within the folder
    private static string IdOf(string folder, string file) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file))).AsSpan(0, 8));
}
