using Mmva;
using Mmva.Data.Audio;
using Mmva.Data.Datasets;
using Mmva.Data.Features;
using Mmva.Data.Images;
using Mmva.Encoders;

namespace TrainCompact;

/// <summary>Reads the data sets and embeds them, through the feature cache.</summary>
internal sealed class DataLoader(Arguments arguments)
{
    public async Task<TrainingData> LoadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RatedItem> images = OasisDataset.Read(Folder("oasis"));
        IReadOnlyList<RatedItem> music = [.. MusemoDataset.Read(Folder("musemo")), .. VgmidiDataset.Read(Folder("vgmidi")), .. DeamDataset.Read(Folder("deam"))];
        IReadOnlyList<RatedItem> texts = [.. EmoBankDataset.Read(Folder("emobank")), .. WarrinerDataset.Read(Folder("warriner"))];
        // unrated: needed for one of the ways of pairing only, where ridge regression on the rated texts labels them
        IReadOnlyList<RatedItem> captions = [.. MusicCapsDataset.Read(Folder("musiccaps")).Select(c => new RatedItem(c.Id, c.Caption, default, $"musiccaps/{c.Id}"))];

        (IImageDecoder imageDecoder, IAudioDecoder audioDecoder) = (new SkiaImageDecoder(), new AudioDecoder());
        using var towers = new Towers(arguments);
        return new(
            await EmbedAsync("images", towers.Images, images, i => FeatureInput.File(i.Content, async (p, t) => await imageDecoder.DecodeAsync(p, t)), cancellationToken),
            await EmbedAsync("music", towers.Music, music, i => FeatureInput.File(i.Content, async (p, t) => await audioDecoder.DecodeAsync(p, t)), cancellationToken),
            await EmbedAsync("texts", towers.Captions, texts, i => FeatureInput.Text(i.Content), cancellationToken),
            arguments.Compare ? await EmbedAsync("music captions", towers.Captions, captions, i => FeatureInput.Text(i.Content), cancellationToken) : new([], new(1, 1), []),
            [towers.Images.Metadata, towers.Music.Metadata, towers.Captions.Metadata]);
    }

    private string Folder(string name) => Path.Combine(arguments.Data, name);

    private async Task<RatedSet> EmbedAsync<T>(
        string what, IModalityEncoder<T> encoder, IReadOnlyList<RatedItem> items, Func<RatedItem, FeatureInput<T>> input, CancellationToken cancellationToken)
    {
        var cache = new FeatureCache(new() { Folder = arguments.Cache });
        var progress = new ConsoleProgress<EmbeddingProgress>(p => $"{what}: {p.Done} of {p.Total} embedded, {p.FromCache} from the cache");
        var embedded = await cache.EmbedAsync(encoder, [.. items.Select(input)], progress, cancellationToken);
        progress.End();
        foreach (var failure in embedded.Failures.Take(10)) Console.Error.WriteLine($"left out: {failure.Error.Message}");
        int[] rows = [.. Enumerable.Range(0, items.Count).Where(i => embedded.Values[i] is not null)];
        if (rows.Length == 0) throw new MmvaException($"None of the {items.Count} {what} could be embedded.");
        return new([.. rows.Select(i => items[i])], new(encoder.Metadata.Layers, encoder.Metadata.Width), [.. rows.SelectMany(i => embedded.Values[i]!)]);
    }
}
