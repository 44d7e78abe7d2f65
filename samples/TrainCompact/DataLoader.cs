using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>Reads the data sets, renders those that are MIDI, and encodes everything through the feature cache.</summary>
internal sealed class DataLoader(Arguments arguments)
{
    public async Task<TrainingData> LoadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RatedItem> images = Datasets.Oasis(Folder("oasis"));
        var captions = Datasets.MusicalCaptions(Folder("musical-captions"));
        IReadOnlyList<RatedItem> music =
        [
            .. Datasets.Musemo(Folder("musemo")), .. Datasets.Vgmidi(Folder("vgmidi")), .. Datasets.Deam(Folder("deam")),
            .. await PianoAsync(cancellationToken),
        ];
        var words = Datasets.Warriner(Folder("warriner"));
        IReadOnlyList<RatedItem> texts = [.. Datasets.EmoBank(Folder("emobank")), .. words, .. captions.Select(c => c.ToRatedItem())];

        var imageEncoder = arguments.Encoders.LoadImages();
        var musicEncoder = arguments.Encoders.LoadMusic();
        var captionEncoder = arguments.Encoders.LoadCaptions(new() { CaptionPrecision = Precision.Exact });
        using var loadedImages = imageEncoder as IDisposable;
        using var loadedMusic = musicEncoder as IDisposable;
        using var loadedCaptions = captionEncoder as IDisposable;
        var encodedMusic = await EncodeAsync("music", musicEncoder, music.AsInputs(new AudioDecoder()), cancellationToken);
        return new(
            await EncodeAsync("images", imageEncoder, images.AsInputs(new SkiaImageDecoder()), cancellationToken),
            encodedMusic,
            await EncodeAsync("texts", captionEncoder, texts.AsInputs(), cancellationToken),
            await EncodeAsync("negated words", captionEncoder, TrainingLabels.Negated(words).AsInputs(), cancellationToken),
            await WordedAsync(encodedMusic, captionEncoder, cancellationToken), captions);
    }

    private string Folder(string name) => Path.Combine(arguments.Data, name);

    private async Task<IEnumerable<RatedItem>> PianoAsync(CancellationToken cancellationToken)
    {
        var progress = new ConsoleProgress<FileProgress>(p => $"piano clips: {p.Done} of {p.Total} rendered");
        var rendered = await new PianoRenderer().RenderAsync(
            Datasets.Emopia(Folder("emopia")), Path.Combine(arguments.Cache, "piano"), progress, cancellationToken);
        return rendered.Select(clip => clip.ToRatedItem(Recipe.QuadrantDistance));
    }

    // a caption of each piece; none if they are not compared, or if the music encoder has no tags to put into words
    private async Task<FeatureSet> WordedAsync(FeatureSet music, IModalityEncoder<string> captions, CancellationToken cancellationToken)
    {
        if (!arguments.Compare || arguments.Encoders.Mert is not null)
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
        var failures = new Failures();
        foreach (var failure in features.Failures.Take(10)) failures.Add(failure.Name, failure.Error);
        return features.Count > 0 ? features : throw new MmvaException($"None of the {inputs.Count} {what} could be encoded.");
    }
}
