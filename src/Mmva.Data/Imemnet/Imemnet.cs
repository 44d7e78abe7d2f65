using Mmva.Files;

namespace Mmva.Data;

/// <summary>
/// Builds IMEMNet-C from its sources, in the order of the paper: sources, two-second clips, up to five of them joined, captions and their refinement,
/// normalization, σ, pairs, split. Every step has the paper's setting as its default and may be left out.
/// </summary>
/// <remarks>
/// Where the paper is silent, a method says what is done. The same sources, settings and seed give the same data set. Not thread-safe.
/// </remarks>
public sealed class Imemnet
{
    /// <summary>Failures in a row after which a captioner ends the run.</summary>
    private const int MaxFailuresInRow = 5;

    private static readonly string[] PartNames = ["training", "validation", "test"];

    private readonly IReadOnlyList<IReadOnlyList<RatedItem>> _images;
    private readonly IReadOnlyList<RatingsOverTime> _songs;

    // null is the first step
    private readonly List<(Func<string, CancellationToken, Task<string>> Refine, string? File)?> _refinements = [];
    private ImemnetSegmentation _segmentation = ImemnetSegmentation.ImemnetC;
    private int _join = 5, _random = 30, _best = 10, _worst = 10, _selectionSeed = 1, _splitSeed = 1;
    private IMusicCaptioner? _captioner;
    private string? _captionFile;
    private EmotionNormalization _imageNormalization = EmotionNormalization.Observed, _musicNormalization = EmotionNormalization.Observed;
    private double? _sigma;
    private double _share = 0.1, _train = 0.8, _validation = 0.05;
    private IReadOnlyList<ImemnetPair>[]? _lists;
    private PairSplit _by = PairSplit.Pairs;

    private Imemnet(IReadOnlyList<IReadOnlyList<RatedItem>> images, IReadOnlyList<RatingsOverTime> songs)
    {
        _images = images;
        _songs = songs;
    }

    /// <summary>Starts from the four sources of IMEMNet-C.</summary>
    /// <param name="iaps">The folder of IAPS, see <see cref="Datasets.Iaps"/>.</param>
    /// <param name="naps">The folder of NAPS, see <see cref="Datasets.Naps"/>.</param>
    /// <param name="emotic">The folder of EMOTIC, see <see cref="Datasets.Emotic"/>.</param>
    /// <param name="deam">The folder of DEAM, see <see cref="Datasets.DeamOverTime"/>.</param>
    /// <exception cref="DatasetException">A table is missing or damaged.</exception>
    public static Imemnet FromSources(string iaps, string naps, string emotic, string deam) =>
        From([.. Datasets.Iaps(iaps), .. Datasets.Naps(naps), .. Datasets.Emotic(emotic)], Datasets.DeamOverTime(deam));

    /// <summary>Starts from other images and songs.</summary>
    /// <param name="images">Rated images, of one data set or several.</param>
    /// <param name="songs">Songs with ratings over time.</param>
    public static Imemnet From(IReadOnlyList<RatedItem> images, IReadOnlyList<RatingsOverTime> songs)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(songs);
        return new([.. images.GroupBy(i => i.DataSet, StringComparer.Ordinal).Select(set => set.ToList())], songs);
    }

    /// <summary>Divides the songs into two-second clips, each with the mean of its ratings.</summary>
    /// <param name="segmentation">Where the clips lie. The default is IMEMNet-C's.</param>
    public Imemnet CutClips(ImemnetSegmentation segmentation = ImemnetSegmentation.ImemnetC)
    {
        if (!Enum.IsDefined(segmentation)) throw new ArgumentOutOfRangeException(nameof(segmentation), segmentation, "Unknown segmentation.");
        _segmentation = segmentation;
        return this;
    }

    /// <summary>
    /// Joins consecutive clips of a song, whose labels are averaged. As in IMEMNet-C, every clip starts a joined one, so that neighbors overlap; a
    /// song that is too short gives one of all its clips.
    /// </summary>
    /// <param name="atMost">The number of clips, at least 1 for no joining. The default is 5, which makes 10 seconds.</param>
    public Imemnet JoinClips(int atMost = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atMost, 1);
        _join = atMost;
        return this;
    }

    /// <summary>Describes the clips in words. Clips without a caption are dropped and reported.</summary>
    /// <param name="captioner">Captions the clips.</param>
    /// <param name="resumeFile">A file that keeps finished captions, so that a stopped run resumes; optional.</param>
    public Imemnet Caption(IMusicCaptioner captioner, string? resumeFile = null)
    {
        ArgumentNullException.ThrowIfNull(captioner);
        _captioner = captioner;
        _captionFile = resumeFile;
        return this;
    }

    /// <summary>The first step of refinement: <see cref="CaptionRefinement.ReplacePhrase"/>.</summary>
    public Imemnet ReplacePhrase()
    {
        _refinements.Add(null);
        return this;
    }

    /// <summary>
    /// The second step: a language model rewrites the captions for which <see cref="CaptionRefinement.MentionsQuality"/> is true. An answer that
    /// still speaks of quality is sent once more. A caption whose answer is a refusal, empty, no caption or then still speaks of quality is kept as
    /// it was, and so is one whose request fails: <see cref="ImemnetDataset.Refinement"/> counts them.
    /// </summary>
    /// <param name="refine">Returns a refined caption, <c>CaptionRefiner.RefineAsync</c> of <c>Mmva.Extensions.AI</c> for example.</param>
    /// <param name="resumeFile">A file that keeps answers, so that a stopped run resumes; optional. Failed requests are made again.</param>
    public Imemnet Refine(Func<string, CancellationToken, Task<string>> refine, string? resumeFile = null)
    {
        ArgumentNullException.ThrowIfNull(refine);
        _refinements.Add((refine, resumeFile));
        return this;
    }

    /// <summary>
    /// How ratings become 0 to 1. Observed ranges are taken for each image source apart, and for music over all half-second ratings of all songs.
    /// </summary>
    /// <param name="images">The default is <see cref="EmotionNormalization.Observed"/>. Given ends are on the scale from 0 to 1.</param>
    /// <param name="music">The default is <see cref="EmotionNormalization.Observed"/>. Given ends are on the scale of the songs' ratings.</param>
    public Imemnet Normalize(EmotionNormalization? images = null, EmotionNormalization? music = null)
    {
        _imageNormalization = images ?? EmotionNormalization.Observed;
        _musicNormalization = music ?? EmotionNormalization.Observed;
        return this;
    }

    /// <summary>Sets σ of Eq. 1.</summary>
    /// <param name="sigma">σ, or <see langword="null"/> for the mean distance over all image–clip pairs, which is the default.</param>
    public Imemnet Sigma(double? sigma = null)
    {
        _sigma = sigma is { } given ? new EmotionalSimilarity(given).Sigma : null;
        return this;
    }

    /// <summary>
    /// Selects pairs as Zhao et al. (2020): for each clip, images at random and those with the best and worst scores; then a share of all pairs.
    /// </summary>
    /// <param name="random">Random images per clip, other than the best and worst.</param>
    /// <param name="best">Images with the highest scores.</param>
    /// <param name="worst">Images with the lowest scores.</param>
    /// <param name="share">The share of the selected pairs that is used, above 0 and at most 1.</param>
    /// <param name="seed">The seed of the random choices.</param>
    public Imemnet SelectPairs(int random = 30, int best = 10, int worst = 10, double share = 0.1, int seed = 1)
    {
        PairSelection.ThrowIfInvalid(random, best, worst, share);
        _random = random;
        _best = best;
        _worst = worst;
        _share = share;
        _selectionSeed = seed;
        _lists = null;
        return this;
    }

    /// <summary>Uses published pairs with their scores, already split. Pairs of images or clips that do not exist are dropped and reported.</summary>
    /// <param name="train">Pairs to train on.</param>
    /// <param name="validation">Pairs to validate on.</param>
    /// <param name="test">Pairs to test on.</param>
    public Imemnet UsePairs(IReadOnlyList<ImemnetPair> train, IReadOnlyList<ImemnetPair> validation, IReadOnlyList<ImemnetPair> test)
    {
        _lists = [train, validation, test];
        return this;
    }

    /// <summary>Splits the selected pairs; the rest is for testing. Published lists stay as they are.</summary>
    /// <param name="train">The share to train on.</param>
    /// <param name="validation">The share to validate on.</param>
    /// <param name="by">What is kept apart. The default is the paper's, which keeps nothing apart.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    public Imemnet Split(double train = 0.8, double validation = 0.05, PairSplit by = PairSplit.Pairs, int seed = 1)
    {
        if (!(train > 0 && validation >= 0 && train + validation <= 1 + 1e-9))
            throw new ArgumentException($"The shares {train} and {validation} must be positive, and at most 1 together.");
        if (!Enum.IsDefined(by)) throw new ArgumentOutOfRangeException(nameof(by), by, "Unknown split.");
        _train = train;
        _validation = validation;
        _by = by;
        _splitSeed = seed;
        return this;
    }

    /// <summary>Builds the data set.</summary>
    /// <param name="progress">Receives the clips whose caption is ready, and then the captions that are refined; optional.</param>
    /// <param name="cancellationToken">
    /// The token to monitor for cancellation requests. Finished captions stay in their files, and the next run resumes.
    /// </param>
    /// <exception cref="MmvaException">
    /// There are no images or no clips, a file of finished captions is damaged, or the captioner failed five times in a row.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<ImemnetDataset> BuildAsync(IProgress<FileProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var problems = new List<string>();
        var images = Images(problems);
        var clips = Clips(problems);
        var cut = clips.Count;
        clips = await CaptionAsync(clips, problems, progress, cancellationToken).ConfigureAwait(false);
        if (images.Count == 0 || clips.Count == 0)
            throw new MmvaException($"There are {images.Count} images and {clips.Count} clips to pair. {string.Join(' ', problems.Take(3))}");
        var refinement = await RefineAsync(clips, problems, progress, cancellationToken).ConfigureAwait(false);

        var (imagePoints, clipPoints) = (images.Select(i => i.Emotion).ToArray(), clips.Select(c => c.Item.Emotion).ToArray());
        var similarity = _sigma is { } sigma ? new EmotionalSimilarity(sigma) : EmotionalSimilarity.Estimate(imagePoints, clipPoints);
        IReadOnlyList<ImemnetPair> pairs;
        DatasetSplit split;
        if (_lists is not null)
        {
            (pairs, split) = Published(images, clips, problems);
        }
        else
        {
            var selected = PairSelection.Select(imagePoints, clipPoints, _random, _best, _worst, _share, (ulong)_selectionSeed, cancellationToken);
            pairs = [.. selected.Select(p => new ImemnetPair(
                clips[p.Clip].Item.Id, images[p.Image].Id, similarity.Score(clipPoints[p.Clip], imagePoints[p.Image])))];
            split = PairSplitter.Split(selected, [.. clips.Select(c => c.Item)], images, _by, _train, _validation, _splitSeed);
            var dropped = pairs.Count - split.Train.Count - split.Validation.Count - split.HoldOut.Count;
            if (dropped > 0) problems.Add($"{dropped} of {pairs.Count} pairs have their song and image on different sides and are in no part.");
        }
        return new(images, clips, similarity, pairs, split, Counts(images, cut, pairs.Count), refinement, problems);
    }

    private List<RatedItem> Images(List<string> problems)
    {
        var (images, ids) = (new List<RatedItem>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var image in _images.SelectMany(_imageNormalization.Apply))
        {
            if (Fault(image.Content) is { } fault) problems.Add($"{image.Content}: the image {image.Id} {fault}; it is left out.");
            else if (!ids.Add(image.Id))
                problems.Add($"{image.Content}: the image {image.Id} exists in several sources or folders; the first is used.");
            else images.Add(image);
        }
        return images;
    }

    private static string? Fault(string path)
    {
        try
        {
            return RegularFile.Of(path) switch { { Exists: false } => "does not exist", { Length: 0 } => "is empty", _ => null };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read ({e.Message})";
        }
    }

    private List<MusicClip> Clips(List<string> problems)
    {
        if (_songs.Count == 0) return [];
        var convert = _musicNormalization.For(_songs.SelectMany(s => s.Ratings), _songs[0].Minimum, _songs[0].Maximum);
        var clips = new List<MusicClip>();
        foreach (var song in _songs)
        {
            if (Fault(song.Content) is { } fault)
            {
                problems.Add($"{song.Content}: the audio of song {song.Id} {fault}; the song is left out.");
                continue;
            }
            if (song.Unpaired > 0)
                problems.Add(
                    $"{song.Content}: song {song.Id} has {song.Unpaired} ratings of valence without arousal or the other way round; "
                    + "they are left out.");
            var before = clips.Count;
            clips.AddRange(ClipCutter.Cut(song, _segmentation, _join).Select(clip =>
                new MusicClip(new(clip.Id, song.Content, convert(clip.Rating), song.Group), clip.Start, clip.Duration)));
            if (clips.Count == before) problems.Add($"{song.Content}: song {song.Id} has {song.Ratings.Count} ratings, too few for a clip.");
        }
        problems.AddRange(SwappedColumns.Check(_songs));
        return clips;
    }

    private async Task<List<MusicClip>> CaptionAsync(
        List<MusicClip> clips, List<string> problems, IProgress<FileProgress>? progress, CancellationToken cancellationToken)
    {
        if (_captioner is null) return clips;
        var groups = clips.Select(c => c.Item.Group).ToHashSet(StringComparer.Ordinal);
        var leftOut = _songs.Where(s => !groups.Contains(s.Group)).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        if ((_captioner as CaptionTable)?.DescribeUnused(clips, leftOut.Contains) is { } unused) problems.Add(unused);
        using var finished = new CaptionFile(_captionFile);
        var captioned = new List<MusicClip>();
        var failures = 0;
        foreach (var (i, clip) in clips.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!finished.TryGet(clip.Item.Id, out var caption))
                {
                    caption = await _captioner.CaptionAsync(clip, cancellationToken).ConfigureAwait(false);
                    failures = 0;
                    if (!string.IsNullOrWhiteSpace(caption)) finished.Add(clip.Item.Id, caption);
                }
                if (string.IsNullOrWhiteSpace(caption)) problems.Add($"{clip.Item.Content}: the clip {clip.Item.Id} has no caption; it is left out.");
                else captioned.Add(clip with { Item = clip.Item with { Caption = caption } });
            }
            catch (MmvaException e) when (e is MediaException || ++failures < MaxFailuresInRow)
            {
                problems.Add($"{clip.Item.Content}: the clip {clip.Item.Id} has no caption and is left out: {e.Message}");
            }
            progress?.Report(new(i + 1, i + 1 - captioned.Count, clips.Count));
        }
        return captioned;
    }

    // in the order in which they were asked for
    private async Task<RefinementCounts?> RefineAsync(
        List<MusicClip> clips, List<string> problems, IProgress<FileProgress>? progress, CancellationToken cancellationToken)
    {
        RefinementCounts? counts = null;
        foreach (var refinement in _refinements)
        {
            if (refinement is { } step)
            {
                counts = await new CaptionRefiningStep(step.Refine, step.File, problems).RunAsync(clips, progress, cancellationToken)
                    .ConfigureAwait(false);
                continue;
            }
            for (var i = 0; i < clips.Count; i++)
                if (clips[i].Item.Caption is { } caption)
                    clips[i] = clips[i] with { Item = clips[i].Item with { Caption = CaptionRefinement.ReplacePhrase(caption) } };
        }
        return counts;
    }

    private (IReadOnlyList<ImemnetPair> Pairs, DatasetSplit Split) Published(List<RatedItem> images, List<MusicClip> clips, List<string> problems)
    {
        var imageIds = images.Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        var clipIds = clips.Select(c => c.Item.Id).ToHashSet(StringComparer.Ordinal);
        var (pairs, parts) = (new List<ImemnetPair>(), new List<int>[] { [], [], [] });
        foreach (var (part, list) in _lists!.Index())
        {
            var (noImage, noClip) = (0, 0);
            foreach (var pair in list)
            {
                if (!imageIds.Contains(pair.Image)) noImage++;
                else if (!clipIds.Contains(pair.Clip)) noClip++;
                else
                {
                    parts[part].Add(pairs.Count);
                    pairs.Add(pair);
                }
            }
            if (noImage + noClip > 0)
                problems.Add(
                    $"Of {list.Count} {PartNames[part]} pairs, {noImage} have an image that does not exist and {noClip} a clip that does not exist; "
                    + "they are left out.");
        }
        return (pairs, new(parts[0], parts[1], parts[2]));
    }

    private List<ImemnetCount> Counts(List<RatedItem> images, int clips, int pairs)
    {
        long Source(string set) => _images.SelectMany(i => i).LongCount(i => i.DataSet == set);
        return
        [
            new("IAPS images", Source("iaps"), 1182),
            new("NAPS images", Source("naps"), 1356),
            new("EMOTIC images", Source("emotic"), 23_082),
            new("images", images.Count, 25_620),
            new("songs", _songs.Count, 1802),
            new(_join == 1 ? "clips (23,944 in the paper)" : "clips (25,944 in the data set's description)", clips, _join == 1 ? 23_944 : 25_944),
            new("pairs", pairs, 144_435),
        ];
    }
}
