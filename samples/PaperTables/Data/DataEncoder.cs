using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>The encoders, and the features that they compute through the cache.</summary>
internal sealed class DataEncoder(Arguments arguments) : IDisposable
{
    /// <summary>The most items of each kind that <c>--quick</c> encodes.</summary>
    public const int QuickItems = 600, QuickCaptions = 1200;

    private readonly FeatureCache _cache = CachedFeatures.Open(arguments);

    public IModalityEncoder<RgbImage> Images { get; } = arguments.Encoders.LoadImages();

    public IModalityEncoder<Waveform> Music { get; } = arguments.Encoders.LoadMusic();

    public IModalityEncoder<string> Captions { get; } = arguments.Encoders.LoadCaptions(new() { CaptionPrecision = Precision.Exact });

    public async Task<TableData> EncodeAsync(DataFolder data, CancellationToken cancellationToken)
    {
        IReadOnlyList<T> Some<T>(IReadOnlyList<T> items, Func<T, string> group, int most) =>
            arguments.Quick ? Sampling.Groups(items, group, most, (ulong)arguments.Seeds[0]) : items;

        var images = await EncodeAsync(
            "images", Images, Some(data.Images, i => i.Group, QuickItems).AsInputs(new SkiaImageDecoder()), cancellationToken);
        var pieces = Some(data.Music, m => m.Group, QuickItems).AsInputs(CachedFeatures.Decoder(arguments));
        var clips = Some(data.Clips, c => c.Item!.Group, QuickItems / 4);
        var music = await EncodeAsync("pieces of music", Music, [.. pieces, .. clips], cancellationToken);
        List<RatedItem> captions = [.. Some(data.RatedCaptions, c => c.Group, QuickCaptions)];
        captions.AddRange(music.Items.Where(m => m.Caption is not null).Select(m => m with { Content = m.Caption! }));
        var encoded = await EncodeAsync("captions", Captions, captions.AsInputs(), cancellationToken);
        return new(images, music, encoded, OwnCaptions(music, encoded));
    }

    /// <summary>Encodes audio files and captions that nobody rated.</summary>
    public async Task<(FeatureSet Music, FeatureSet Captions)> EncodePairsAsync(
        IReadOnlyList<CaptionedMusic> pairs, CancellationToken cancellationToken)
    {
        var decoder = CachedFeatures.Decoder(arguments);
        return (
            await EncodeAsync(
                "tracks of the manifest", Music, [.. pairs.Select(p => FeatureInput.Music(p.Path, decoder))], cancellationToken),
            await EncodeAsync("captions of the manifest", Captions, [.. pairs.Select(p => FeatureInput.Text(p.Caption))], cancellationToken));
    }

    public void Dispose()
    {
        (Images as IDisposable)?.Dispose();
        (Music as IDisposable)?.Dispose();
        (Captions as IDisposable)?.Dispose();
    }

    private static int[] OwnCaptions(FeatureSet music, FeatureSet captions)
    {
        var rows = captions.Items.Index().ToLookup(c => (c.Item.Group, c.Item.Id), c => c.Index);
        return [.. music.Items.Select(m => m.Caption is null ? -1 : rows[(m.Group, m.Id)].LastOrDefault(-1))];
    }

    private Task<FeatureSet> EncodeAsync<T>(
        string what, IModalityEncoder<T> encoder, IReadOnlyList<FeatureInput<T>> inputs, CancellationToken cancellationToken) =>
        CachedFeatures.EncodeAsync(_cache, what, encoder, inputs, cancellationToken);
}
