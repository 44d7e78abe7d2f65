using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Mmva;
using Mmva.Data;
using Mmva.Extensions.VectorData;
using Mmva.Tasks;
using Mmva.Tasks.Evaluation;

namespace Documents.Snippets;

/// <summary>The code of docs/tasks.md.</summary>
internal static class TasksSnippets
{
    public static void AddTasks(IServiceCollection services)
    {
        services.AddMmva().UseCompact()
            .AddRetrieval().AddMoods().AddPlaylists().AddSoundtracks().AddPromptGeneration().AddVideoSummarization();
    }

    public static void AddKeyedTasks(IServiceCollection services)
    {
        services.AddMmva().UseCompact()
            .AddVideoSummarization()                                                                // IVideoSummarizer
            .AddKeyedVideoSummarization("trailer", options => options.Share = 0.03);                // [FromKeyedServices("trailer")] IVideoSummarizer
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

    public static async Task IndexAsync(
        IEmotionRetriever retriever, string folder, IProgress<FileProgress> progress, CancellationToken cancellationToken)
    {
        var paths = MediaFiles.Find(folder);                                                        // images and audio, in subfolders too
        await foreach (var result in retriever.IndexFilesAsync(paths, progress: progress, cancellationToken: cancellationToken))
            if (!result.Succeeded) Console.Error.WriteLine(result.Error.Message);                   // names the file; the others are not affected
    }

    public static void AddCollection(IServiceCollection services)
    {
        services.AddMmva().UseCompact().AddRetrieval().AddVectorStoreCollection();
    }

    public static async Task SearchAsync(
        VectorStoreCollection<string, EmotionItem> collection, byte[] photo, CancellationToken cancellationToken)
    {
        await foreach (var result in collection.SearchAsync(
            new DataContent(photo, "image/jpeg"), top: 10, new() { Filter = item => item.Modality == Modality.Music }, cancellationToken))
            Console.WriteLine($"{result.Record.Payload}\t{result.Score:F3}");                       // the distance: smaller is better
    }

    public static void UseCollection(IServiceCollection services)
    {
        services.AddMmva().UseCompact().AddRetrieval().UseVectorStoreIndex(provider => provider.GetRequiredService<VectorStore>()
            .GetCollection<string, EmotionRecord>("emotions", EmotionRecord.CreateDefinition()));
    }

    public static async Task EvaluateAsync(IEmotionPredictor predictor, MediaDecoder decoder, CancellationToken cancellationToken)
    {
        var music = Datasets.CaptionedMusic("pairs.csv");                                           // path, caption, group (optional)
        var result = await CaptionRetrieval.MeasureAsync(predictor, music, decoder, count: 1000, seed: 0, cancellationToken: cancellationToken);
        var (found, chance, bound) = (result.Metrics.RecallAt10.Value, result.Chance.RecallAt10, result.Bound.RecallAt10);
        Console.WriteLine($"R@10 {found:P1}, by chance {chance:P1}, at most {bound:P1}");
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

    public static void AddPlaylists(IServiceCollection services)
    {
        services.AddMmva().UseCompact().AddPlaylists();
    }

    public static async Task<(Playlist Mix, Playlist Evening)> MakePlaylistsAsync(IPlaylistMaker maker, CancellationToken cancellationToken)
    {
        var length = PlaylistLength.OfDuration(TimeSpan.FromMinutes(45));
        var mix = await maker.MixAsync(MoodMix.Find("Road Trip")!.Region, length, seed: 7, cancellationToken);

        // from calm to lively, which is reached after 30 % of the time, and back to a track
        PlaylistStop[] stops = [PlaylistStop.At(new(0.6f, 0.2f)), PlaylistStop.At(new(0.8f, 0.8f), position: 0.3), PlaylistStop.Track("track-17")];
        var evening = await maker.FollowAsync(stops, length, cancellationToken: cancellationToken);
        evening.WriteM3u("evening.m3u8", "Evening");
        return (mix, evening);
    }

    public static async Task IndexWithTagsAsync(IEmotionRetriever retriever, Waveform song, CancellationToken cancellationToken)
    {
        var tags = new TrackInfoReader();
        var info = await tags.ReadAsync("rain.mp3", cancellationToken);                             // duration, artist, title
        await retriever.IndexAsync([new RetrievalInput<Waveform>("track-17", song, Payload: info.ToJson())], cancellationToken: cancellationToken);
    }

    public static void WriteSmartPlaylist()
    {
        new SmartPlaylist("Chill Mix", MoodMix.Find("Chill")!.Region).Write("chill.nsp");
    }

    public static async Task<IReadOnlyList<PromptMatch>> PromptAsync(
        IPromptSelector selector, RgbImage photo, IReadOnlyList<RgbImage> photos, CancellationToken cancellationToken)
    {
        var prompts = await selector.SelectAsync(photo, count: 3, cancellationToken);               // nearest first
        var ofEach = await selector.SelectForEachAsync(photos, count: 3, cancellationToken);        // the same for many images in one call
        return [.. prompts, .. ofEach.SelectMany(matches => matches)];
    }

    public static async Task<MusicForImage> GenerateAsync(ImageToMusic imageToMusic, RgbImage photo, CancellationToken cancellationToken)
    {
        var generated = await imageToMusic.GenerateAsync(photo, cancellationToken: cancellationToken);
        return generated;
    }

    public static async Task SummarizeAsync(IVideoSummarizer summarizer, VideoCutter cutter, CancellationToken cancellationToken)
    {
        var summary = await summarizer.SummarizeAsync("holiday.mp4", cancellationToken: cancellationToken);
        summary.WriteJson("holiday.json");
        summary.WriteTimeline("holiday.otio", TimelineFormat.OpenTimelineIO);
        summary.WritePage("holiday.html");
        await cutter.CutAsync("holiday.mp4", summary.Parts, "holiday-short.mp4", cancellationToken: cancellationToken);

        var options = new TimelineOptions { StartTimeCode = "01:00:00:00" };
        foreach (var notice in summary.WriteTimeline("chapters.txt", TimelineFormat.ChapterList, options)) Console.Error.WriteLine(notice);
    }

    public static async Task MakeSoundtrackAsync(
        ISoundtrackPlanner planner, SoundtrackMedia media, SoundtrackVideoWriter videoWriter, IReadOnlyList<string> photoPaths,
        IReadOnlyList<string> musicPaths, CancellationToken cancellationToken)
    {
        var pictures = new List<SoundtrackPicture>();
        await foreach (var photo in media.ReadPicturesAsync(photoPaths, cancellationToken: cancellationToken))
            if (photo.Succeeded) pictures.Add(photo.Value!);                                        // otherwise photo.Error names the file
        var tracks = new List<SoundtrackTrack>();
        await foreach (var track in media.ReadTracksAsync(musicPaths, cancellationToken: cancellationToken))
            if (track.Succeeded) tracks.Add(track.Value!);

        var soundtrack = await planner.PlanAsync(pictures, tracks, cancellationToken: cancellationToken);
        soundtrack.WritePage("album.html");                                                         // plays: the pictures advance with the music
        soundtrack.WritePlaylist("album.m3u8");
        soundtrack.WriteJson("album.json");
        foreach (var notice in soundtrack.WriteTimeline("album.otio", TimelineFormat.OpenTimelineIO)) Console.Error.WriteLine(notice);
        await videoWriter.WriteAsync(soundtrack, "album.mp4", cancellationToken: cancellationToken);
    }
}
