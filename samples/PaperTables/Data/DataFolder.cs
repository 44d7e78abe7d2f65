using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>The data sets that a folder contains, each in a folder of its usual name, or in a manifest.</summary>
internal sealed class DataFolder
{
    private static readonly (string Name, Func<string, IReadOnlyList<RatedItem>> Read)[]
        ImageSets =
        [
            ("oasis", folder => Datasets.Oasis(folder)), ("iaps", folder => Datasets.Iaps(folder)), ("naps", folder => Datasets.Naps(folder)),
            ("emotic", folder => Datasets.Emotic(folder)),
        ],
        MusicSets = [("musemo", Datasets.Musemo), ("vgmidi", Datasets.Vgmidi), ("pmemo", folder => Datasets.Pmemo(folder))];

    private const string Captions = "musical-captions", Deam = "deam";

    private readonly string _folder;

    private DataFolder(string folder) => _folder = folder;

    public IReadOnlyList<RatedItem> Images { get; private set; } = [];

    /// <summary>Whole pieces; captions of their own, if they have any, are in <see cref="RatedItem.Caption"/>.</summary>
    public IReadOnlyList<RatedItem> Music { get; private set; } = [];

    /// <summary>Ten-second clips of songs that were rated over time.</summary>
    public IReadOnlyList<FeatureInput<Waveform>> Clips { get; private set; } = [];

    /// <summary>Captions that belong to no piece.</summary>
    public IReadOnlyList<RatedItem> RatedCaptions { get; private set; } = [];

    public IReadOnlyList<AnnotatedVideo> TvSum { get; private set; } = [];

    public IReadOnlyList<AnnotatedVideo> SumMe { get; private set; } = [];

    /// <summary>Reads all that is there.</summary>
    /// <exception cref="MmvaException">A table is damaged, or there are no images, no music or no captions.</exception>
    public static async Task<DataFolder> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var data = new DataFolder(folder);
        data.Images = data.Rated(ImageSets, "images");
        data.Music = data.Rated(MusicSets, "music");
        if (data.Has(Deam)) await data.ReadDeamAsync(cancellationToken);
        if (data.Has(Captions)) data.RatedCaptions = [.. Datasets.MusicalCaptions(data.Path(Captions)).Select(c => c.ToRatedItem())];
        if (data.Has("tvsum")) data.TvSum = Datasets.TvSum(data.Path("tvsum"));
        if (data.Has("summe")) data.SumMe = Datasets.SumMe(data.Path("summe"));
        Require(data.Images.Count > 0, "images", ImageSets.Select(s => s.Name), "images.csv");
        Require(data.Music.Count + data.Clips.Count > 0, "music", [.. MusicSets.Select(s => s.Name), Deam], "music.csv");
        Require(
            data.RatedCaptions.Count > 0 || data.Music.Any(m => m.Caption is not null), "captions", [Captions],
            "music.csv with a column 'caption'");
        return data;

        void Require(bool found, string what, IEnumerable<string> sets, string manifest)
        {
            if (!found)
                throw new MmvaException($"{folder}: has no {what}: neither a folder {string.Join(", ", sets)} nor a manifest {manifest}.");
        }
    }

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private bool Has(string name) => Directory.Exists(Path(name));

    private IReadOnlyList<RatedItem> Rated((string Name, Func<string, IReadOnlyList<RatedItem>> Read)[] sets, string manifest) =>
    [
        .. sets.Where(set => Has(set.Name)).SelectMany(set => set.Read(Path(set.Name))),
        .. new[] { manifest + ".csv", manifest + ".jsonl" }.Select(Path).Where(File.Exists).SelectMany(path => Datasets.Manifest(path)),
    ];

    // clips as in IMEMNet-C if the songs were rated over time, whole songs otherwise. The ends of the scale, as for the other sets
    private async Task ReadDeamAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RatingsOverTime> songs = [];
        try
        {
            songs = [.. Datasets.DeamOverTime(Path(Deam)).Where(song => File.Exists(song.Content))];
        }
        catch (DatasetException) when (HasStaticDeam())
        {
            // the averages alone
        }
        if (songs.Count == 0)
        {
            Music = [.. Music, .. Datasets.Deam(Path(Deam))];
            return;
        }
        var dataset = await Imemnet.From([.. Images.Take(1)], songs).CutClips().JoinClips()
            .Normalize(EmotionNormalization.Nominal, EmotionNormalization.Nominal).BuildAsync(cancellationToken: cancellationToken);
        Clips = dataset.ClipInputs(new AudioDecoder());
    }

    private bool HasStaticDeam()
    {
        try
        {
            return Datasets.Deam(Path(Deam)).Count > 0;
        }
        catch (DatasetException)
        {
            return false;
        }
    }
}
