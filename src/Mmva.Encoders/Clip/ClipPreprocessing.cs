using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>From a picture to normalised pixels, as Hugging Face's <c>CLIPImageProcessor</c>: shortest side bicubic, centre crop, (x / 255 − mean) / deviation.</summary>
internal sealed class ClipPreprocessing
{
    private static readonly float[] StandardMean = [0.48145466f, 0.4578275f, 0.40821073f], StandardDeviation = [0.26862954f, 0.26130258f, 0.27577711f];

    private readonly int _size;
    private readonly float[][] _normalised;

    private ClipPreprocessing(int size, float[] mean, float[] deviation)
    {
        _size = size;
        // of every byte value, per colour
        _normalised = [.. Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, 256).Select(b => (b / 255f - mean[c]) / deviation[c]).ToArray())];
        Description = FormattableString.Invariant($"shortest side bicubic, centre crop {size}, mean {string.Join(" ", mean)}, deviation {string.Join(" ", deviation)}");
    }

    /// <summary>What decides the pixels, for the fingerprint.</summary>
    public string Description { get; }

    /// <summary>Numbers per picture.</summary>
    public int Values => 3 * _size * _size;

    /// <summary>Reads <c>preprocessor_config.json</c>; without it the published values stand.</summary>
    /// <param name="folder">Where the file may lie.</param>
    /// <param name="size">Both sides of what the tower takes.</param>
    /// <exception cref="WeightFileException">The file cannot be read, or asks for another preparation than the one implemented here.</exception>
    public static ClipPreprocessing Read(string folder, int size)
    {
        var path = Path.Combine(folder, "preprocessor_config.json");
        if (!File.Exists(path)) return new(size, StandardMean, StandardDeviation);
        var file = ModelConfig.Open(path);
        foreach (var step in new[] { "do_resize", "do_center_crop", "do_normalize", "do_rescale" }) file.Require(file.Boolean(step, true), step, "every step of the published preparation is due");
        file.Require(file.Integer("resample", 0, 10, fallback: 3) == 3, "resample", "3, bicubic, is implemented");
        RequireSize(file, "size", size, "shortest_edge");
        RequireSize(file, "crop_size", size, "height", "width");
        return new(size, Colours(file, "image_mean", StandardMean), Colours(file, "image_std", StandardDeviation));
    }

    /// <summary>Prepares a picture.</summary>
    /// <param name="image">Of any size.</param>
    /// <param name="planes">[3, size, size]: written.</param>
    public void Prepare(RgbImage image, Span<float> planes)
    {
        var bytes = ImageResizing.ShortestSideCrop(image, _size).Pixels.Span;
        var area = _size * _size;
        Span<float> red = planes[..area], green = planes.Slice(area, area), blue = planes.Slice(2 * area, area);
        var (reds, greens, blues) = (_normalised[0], _normalised[1], _normalised[2]);
        for (var i = 0; i < area; i++) (red[i], green[i], blue[i]) = (reds[bytes[3 * i]], greens[bytes[3 * i + 1]], blues[bytes[3 * i + 2]]);
    }

    // a number, or an object with sides; absent means what the tower takes
    private static void RequireSize(ModelConfig file, string key, int size, params string[] sides)
    {
        if (!file.Contains(key)) return;
        var fits = file.IsObject(key) ? sides.All(side => file.Section(key).Integer(side) == size) : file.Integer(key) == size;
        file.Require(fits, key, $"{size}, the tower's image size, is due");
    }

    private static float[] Colours(ModelConfig file, string key, float[] fallback)
    {
        var values = file.Contains(key) ? file.Floats(key) : fallback;
        file.Require(values.Length == 3 && (key == "image_mean" || values.All(v => v > 0)), key, "three numbers, red, green and blue, are due");
        return values;
    }
}
