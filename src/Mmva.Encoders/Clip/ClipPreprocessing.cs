using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// From an image to normalized pixels, as Hugging Face's <c>CLIPImageProcessor</c>: shortest side bicubic, center crop, (x / 255 − mean) /
/// deviation.
/// </summary>
internal sealed class ClipPreprocessing
{
    private static readonly float[] StandardMean = [0.48145466f, 0.4578275f, 0.40821073f],
    StandardDeviation = [0.26862954f, 0.26130258f, 0.27577711f];

    private readonly int _size;
    private readonly float[] _mean, _deviation;
    private readonly PixelTable _pixels;

    private ClipPreprocessing(int size, float[] mean, float[] deviation)
    {
        _size = size;
        _mean = mean;
        _deviation = deviation;
        _pixels = PixelTable.Standardized(mean, deviation);
        Description = FormattableString.Invariant(
            $"shortest side bicubic, center crop {size}, mean {string.Join(" ", mean)}, deviation {string.Join(" ", deviation)}");
    }

    /// <summary>Everything that determines the pixels, for the fingerprint.</summary>
    public string Description { get; }

    /// <summary>Values per image.</summary>
    public int Values => 3 * _size * _size;

    /// <summary>Reads <c>preprocessor_config.json</c>; without that file the published values apply.</summary>
    /// <param name="folder">The folder of the file.</param>
    /// <param name="size">Both sides of the tower's input.</param>
    /// <exception cref="WeightFileException">The file cannot be read, or asks for preprocessing that is not implemented.</exception>
    public static ClipPreprocessing Read(string folder, int size)
    {
        var path = Path.Combine(folder, "preprocessor_config.json");
        if (!File.Exists(path)) return new(size, StandardMean, StandardDeviation);
        var file = ModelConfig.Open(path);
        foreach (var step in new[] { "do_resize", "do_center_crop", "do_normalize", "do_rescale" })
            file.Require(file.Boolean(step, true), step, "every step of the published preprocessing is required");
        file.Require(file.Integer("resample", 0, 10, fallback: 3) == 3, "resample", "3, bicubic, is implemented");
        RequireSize(file, "size", size, "shortest_edge");
        RequireSize(file, "crop_size", size, "height", "width");
        return new(size, Colors(file, "image_mean", StandardMean), Colors(file, "image_std", StandardDeviation));
    }

    /// <summary>Prepares an image.</summary>
    /// <param name="image">Of any size.</param>
    /// <param name="planes">[3, size, size]; written.</param>
    public void Prepare(RgbImage image, Span<float> planes) => _pixels.Write(ImageResizing.ShortestSideCrop(image, _size), planes);

    /// <summary>The same in a graph.</summary>
    /// <param name="image">uint8 [height, width, 3].</param>
    /// <returns>float32 [1, 3, size, size].</returns>
    public Term Prepare(Term image) => GraphImages.Standardize(GraphImages.ShortestSideCrop(image, _size), _mean, _deviation);

    // a number, or an object with sides; without the key the tower's size applies
    private static void RequireSize(ModelConfig file, string key, int size, params string[] sides)
    {
        if (!file.Contains(key)) return;
        var fits = file.IsObject(key) ? sides.All(side => file.Section(key).Integer(side) == size) : file.Integer(key) == size;
        file.Require(fits, key, $"{size}, the tower's image size, is required");
    }

    private static float[] Colors(ModelConfig file, string key, float[] fallback)
    {
        var values = file.Contains(key) ? file.Floats(key) : fallback;
        file.Require(
            values.Length == 3 && (key == "image_mean" || values.All(v => v > 0)), key, "three numbers, for red, green and blue, are required");
        return values;
    }
}
