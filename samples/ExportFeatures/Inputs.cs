using Mmva;
using Mmva.Data;

namespace ExportFeatures;

/// <summary>What is exported: rated items of each kind, with ratings that are not numbers where they are not known.</summary>
internal sealed record Inputs(IReadOnlyList<RatedItem> Images, IReadOnlyList<RatedItem> Music, IReadOnlyList<RatedItem> Captions)
{
    private static readonly ValenceArousal Unknown = new(float.NaN, float.NaN);

    /// <exception cref="MmvaException">A source cannot be read.</exception>
    public static Inputs Of(Arguments arguments) =>
        arguments.Manifest is { } manifest ? OfItems(Datasets.Manifest(manifest, arguments.Minimum, arguments.Maximum))
        : arguments.DataSets is { } sets ? OfDataSets(sets)
        : OfFolder(arguments.Data!);

    private static Inputs OfItems(IReadOnlyList<RatedItem> items) => new(
        [.. items.Where(item => IsImage(item.Content))],
        [.. items.Where(item => !IsImage(item.Content))],
        [.. items.Where(item => item.Caption is not null).Select(item => item with { Content = item.Caption! })]);

    private static Inputs OfDataSets(string folder)
    {
        IReadOnlyList<RatedItem> Read(string name, Func<string, IReadOnlyList<RatedItem>> read) =>
            Path.Combine(folder, name) is var path && Directory.Exists(path) ? read(path) : [];
        var inputs = new Inputs(
            Read("oasis", path => Datasets.Oasis(path)),
            [.. Read("musemo", path => Datasets.Musemo(path)), .. Read("vgmidi", path => Datasets.Vgmidi(path))],
            Read("musical-captions", path => [.. Datasets.MusicalCaptions(path).Select(caption => caption.ToRatedItem())]));
        return inputs is { Images.Count: 0, Music.Count: 0, Captions.Count: 0 }
            ? throw new MmvaException($"{folder}: has none of the folders oasis, musemo, vgmidi and musical-captions.") : inputs;
    }

    private static Inputs OfFolder(string folder)
    {
        var root = Path.GetFullPath(folder);
        IReadOnlyList<RatedItem> Find(MediaKind kind, out IReadOnlyList<string> passedOver) =>
            [.. MediaFiles.Find(root, kind, out passedOver).Select(path => new RatedItem(Path.GetRelativePath(root, path), path, Unknown, ""))];
        var images = Find(MediaKind.Image, out var passedOver);
        if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
        var inputs = new Inputs(images, Find(MediaKind.Audio, out _), []);
        return inputs is { Images.Count: 0, Music.Count: 0 } ? throw new MmvaException($"{folder}: has neither images nor music.") : inputs;
    }

    // a file that is missing or empty is reported when it is encoded
    private static bool IsImage(string path) => MediaFiles.KindOfExtension(path) == MediaKind.Image;
}
