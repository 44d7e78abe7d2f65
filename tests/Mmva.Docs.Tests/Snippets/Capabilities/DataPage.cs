using Microsoft.Extensions.AI;
using Mmva;
using Mmva.Compact;
using Mmva.Data;
using Mmva.Extensions.AI;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/data.md.</summary>
internal static class DataPage
{
    public static async Task RunAsync()
    {
        var photos = Datasets.Manifest("images.csv", minimum: 1, maximum: 9); // path, valence, arousal; optionally group, caption, id
        using var compact = CompactModel.Load();
        var cache = new FeatureCache(new() { Folder = "features" });
        using var features = await cache.EncodeAsync(compact.Images, photos.AsInputs(new SkiaImageDecoder()));
        foreach (var failure in features.Failures) Console.Error.WriteLine(failure.Error.Message);
        Console.WriteLine($"{features.Count} images of {features.Shape.Layers} × {features.Shape.Width} values");
    }

    public static (IReadOnlyList<RatedItem> Photos, IReadOnlyList<RatedItem> Tracks) ReadData()
    {
        var photos = Datasets.Oasis("data/oasis");
        IReadOnlyList<RatedItem> tracks = [.. Datasets.Musemo("data/musemo"), .. Datasets.Vgmidi("data/vgmidi")];
        return (photos, tracks);
    }

    public static RatedItem RateItem()
    {
        // the group keeps what belongs together on one side of a split: a song, a theme, a game
        var item = new RatedItem("17-a", "music/17-a.wav", ValenceArousal.FromScale(6.2, 3.1, 1, 9), Group: "mine/song-17");
        return item;
    }

    public static IReadOnlyList<RatedItem> ReadManifest()
    {
        var items = Datasets.Manifest("data/mine.csv", minimum: 1, maximum: 9);
        return items;
    }

    public static async Task<ImemnetDataset> BuildImemnetAsync(IChatClient chatClient, CancellationToken cancellationToken)
    {
        var refiner = new CaptionRefiner(chatClient);
        var dataset = await Imemnet.FromSources(iaps: "data/iaps", naps: "data/naps", emotic: "data/emotic", deam: "data/deam")
            .CutClips()                                                   // two seconds each, labeled with the mean of their ratings
            .JoinClips(atMost: 5)                                         // ten seconds
            .Caption(CaptionTable.Read("data/captions.csv"))
            .ReplacePhrase()                                              // "low quality recording features"
            .Refine(refiner.RefineAsync, resumeFile: "data/refined.jsonl")
            .Normalize()                                                  // the range of each source becomes 0 to 1
            .Sigma()                                                      // the mean distance over all pairs
            .SelectPairs(random: 30, best: 10, worst: 10, share: 0.1)     // per clip; then a tenth of all
            .Split(train: 0.8, validation: 0.05, PairSplit.SongsAndImages)
            .BuildAsync(cancellationToken: cancellationToken);

        foreach (var problem in dataset.Problems) Console.Error.WriteLine(problem);
        foreach (var count in dataset.Counts) Console.WriteLine($"{count.Name}: {count.Count} (published: {count.Published})");
        Console.WriteLine(dataset.Leaks());
        return dataset;
    }

    public static async Task<Mmva.Training.IBatchSource> MatchImemnetAsync(
        ImemnetDataset dataset, FeatureCache cache, IModalityEncoder<RgbImage> imageEncoder, IModalityEncoder<Waveform> musicEncoder,
        IModalityEncoder<string> captionEncoder, IImageDecoder imageDecoder, IAudioDecoder audioDecoder)
    {
        var images = await cache.EncodeAsync(imageEncoder, dataset.Images.AsInputs(imageDecoder));
        var clips = await cache.EncodeAsync(musicEncoder, dataset.ClipInputs(audioDecoder));
        var captions = await cache.EncodeAsync(captionEncoder, dataset.Captions.AsInputs());
        var source = dataset.ToRandomMatching(dataset.Split.Train, images, clips, captions);
        return source;
    }

    public static async Task<IReadOnlyList<string>> ExportAsync(FeatureSet music)
    {
        var description = new DatasetDescription
        {
            Name = "my features", License = "https://creativecommons.org/licenses/by/4.0/", Creator = "My lab",
        };
        var paths = await new FeatureExport(music).WriteAsync("export/music", description);
        foreach (var missing in description.Missing) Console.Error.WriteLine($"Croissant 1.1 requires {missing}, too.");
        return paths;
    }
}
