using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>Reads the data sets, sounds those that are scores, and encodes everything through the feature cache.</summary>
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

        using var towers = new Towers(arguments);
        var encodedMusic = await EncodeAsync("music", towers.Music, music.AsInputs(new AudioDecoder()), cancellationToken);
        return new(
            await EncodeAsync("images", towers.Images, images.AsInputs(new SkiaImageDecoder()), cancellationToken),
            encodedMusic,
            await EncodeAsync("texts", towers.Captions, texts.AsInputs(), cancellationToken),
            await EncodeAsync("negated words", towers.Captions, NegatedWords.Of(words).AsInputs(), cancellationToken),
            await WordedAsync(encodedMusic, towers.Captions, cancellationToken), captions);
    }

    private string Folder(string name) => Path.Combine(arguments.Data, name);

    private async Task<IEnumerable<RatedItem>> PianoAsync(CancellationToken cancellationToken)
    {
        var progress = new ConsoleProgress<RenderingProgress>(p => $"piano clips: {p.Done} of {p.Total} sounded");
        var rendered = await new PianoRenderer(new()).RenderAsync(EmopiaDataset.Read(Folder("emopia")), Path.Combine(arguments.Cache, "piano"), progress, cancellationToken);
        return rendered.Select(clip => clip.ToRatedItem(Recipe.QuadrantDistance));
    }

    /// <summary>A caption of each piece; none where they are not compared, or where the music tower has no tags to put into words.</summary>
    private async Task<FeatureSet> WordedAsync(FeatureSet music, IModalityEncoder<string> captions, CancellationToken cancellationToken)
    {
        if (!arguments.Compare || arguments.Mert is not null)
            return FeatureSet.Of(captions.Metadata, new(0, captions.Metadata.Layers, captions.Metadata.Width, default), []);
        var wording = new MusicWording(music);
        RatedItem[] worded = [.. music.Items.Select((item, i) => item with { Content = wording.Caption(i) })];
        return await EncodeAsync("worded captions", captions, worded.AsInputs(), cancellationToken);
    }

    private async Task<FeatureSet> EncodeAsync<T>(
        string what, IModalityEncoder<T> encoder, IReadOnlyList<FeatureInput<T>> inputs, CancellationToken cancellationToken)
    {
        var cache = new FeatureCache(new() { Folder = arguments.Cache });
        var progress = new ConsoleProgress<EncodingProgress>(p => $"{what}: {p.Done} of {p.Total} encoded, {p.FromCache} from the cache");
        var features = await cache.EncodeAsync(encoder, inputs, progress, cancellationToken);
        foreach (var failure in features.Failures.Take(10)) Console.Error.WriteLine($"skipped: {failure.Error.Message}");
        return features.Count > 0 ? features : throw new MmvaException($"None of the {inputs.Count} {what} could be encoded.");
    }
}
