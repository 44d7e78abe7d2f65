using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>Reads the data sets, sounds those that are scores, and embeds everything through the feature cache.</summary>
internal sealed class DataLoader(Arguments arguments)
{
    public async Task<TrainingData> LoadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RatedItem> images = OasisDataset.Read(Folder("oasis"));
        var captions = MusicalCaptionsDataset.Read(Folder("musical-captions"));
        IReadOnlyList<RatedItem> music = [
            .. MusemoDataset.Read(Folder("musemo")), .. VgmidiDataset.Read(Folder("vgmidi")), .. DeamDataset.Read(Folder("deam")), .. await PianoAsync(cancellationToken)];
        var words = WarrinerDataset.Read(Folder("warriner"));
        IReadOnlyList<RatedItem> texts = [.. EmoBankDataset.Read(Folder("emobank")), .. words, .. captions.Select(c => c.ToRatedItem())];

        (IImageDecoder imageDecoder, IAudioDecoder audioDecoder) = (new SkiaImageDecoder(), new AudioDecoder());
        using var towers = new Towers(arguments);
        var embeddedMusic = await EmbedAsync("music", towers.Music, music, i => FeatureInput.File(i.Content, async (p, t) => await audioDecoder.DecodeAsync(p, t)), cancellationToken);
        return new(
            await EmbedAsync("images", towers.Images, images, i => FeatureInput.File(i.Content, async (p, t) => await imageDecoder.DecodeAsync(p, t)), cancellationToken),
            embeddedMusic,
            await EmbedAsync("texts", towers.Captions, texts, i => FeatureInput.Text(i.Content), cancellationToken),
            await EmbedAsync("negated words", towers.Captions, NegatedWords.Of(words), i => FeatureInput.Text(i.Content), cancellationToken),
            await WordedAsync(embeddedMusic, towers.Captions, cancellationToken),
            [towers.Images.Metadata, towers.Music.Metadata, towers.Captions.Metadata], captions);
    }

    private string Folder(string name) => Path.Combine(arguments.Data, name);

    private async Task<IEnumerable<RatedItem>> PianoAsync(CancellationToken cancellationToken)
    {
        var progress = new ConsoleProgress<RenderingProgress>(p => $"piano clips: {p.Done} of {p.Total} sounded");
        var rendered = await new PianoRenderer(new()).RenderAsync(EmopiaDataset.Read(Folder("emopia")), Path.Combine(arguments.Cache, "piano"), progress, cancellationToken);
        progress.End();
        return rendered.Select(clip => clip.ToRatedItem(Recipe.QuadrantDistance));
    }

    /// <summary>A caption of each piece; none where they are not compared, or where the music tower has no tags to word.</summary>
    private async Task<RatedSet> WordedAsync(RatedSet music, IModalityEncoder<string> captions, CancellationToken cancellationToken)
    {
        if (!arguments.Compare || arguments.Mert is not null) return new([], new(1, 1), []);
        var wording = new MusicWording(music);
        RatedItem[] worded = [.. music.Items.Select((item, i) => item with { Content = wording.Caption(i) })];
        return await EmbedAsync("worded captions", captions, worded, i => FeatureInput.Text(i.Content), cancellationToken);
    }

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
