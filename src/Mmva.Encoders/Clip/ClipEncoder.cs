using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Pictures through the vision tower of CLIP ViT-B/32: features are the projected class token, [1, 512], not normalised to length 1.</summary>
/// <remarks>
/// Pictures are resized, cropped and normalised as Hugging Face's <c>CLIPImageProcessor</c> does with Pillow. Safe to use from several threads; dispose when no encoding runs.
/// Upstream: https://huggingface.co/openai/clip-vit-base-patch32 (Radford et al., arXiv 2103.00020).
/// </remarks>
public sealed class ClipEncoder : IModalityEncoder<RgbImage>, IDisposable
{
    // pictures that are prepared before they run: bounds the memory of a large call
    private const int Chunk = 32;

    private readonly ClipTower _tower;
    private readonly ClipPreprocessing _preprocessing;

    private ClipEncoder(ClipTower tower, ClipPreprocessing preprocessing, ClipOptions options)
    {
        (_tower, _preprocessing) = (tower, preprocessing);
        var name = tower.Config is { Width: 768, PatchSize: 32 } ? "clip-vit-base-patch32" : $"clip-vit-{tower.Config.Width}-patch{tower.Config.PatchSize}";
        Metadata = new(name, 1, tower.Config.ProjectionWidth, options.License, options.Source, Fingerprint(tower.Fingerprint, preprocessing.Description))
        {
            WeightsFingerprint = Fingerprint(tower.WeightsFingerprint, preprocessing.Description),
        };
    }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">
    /// Holds <c>config.json</c> (or open_clip's <c>open_clip_config.json</c>), where it is not the published one <c>preprocessor_config.json</c>, and the weights:
    /// <c>model.safetensors</c>, <c>pytorch_model.bin</c> or open_clip's names, with the keys of Hugging Face or of OpenAI; a text tower is not used.
    /// </param>
    /// <param name="options">Precision, session, license and source; null for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or holds another model.</exception>
    /// <exception cref="MmvaException">ONNX Runtime's native library is missing.</exception>
    public static ClipEncoder Load(string folder, ClipOptions? options = null)
    {
        options ??= new();
        var preprocessing = ClipPreprocessing.Read(folder, ClipConfig.ReadFolder(folder).ImageSize);
        return new(new ClipTower(folder, options.Precision, options.Session), preprocessing, options);
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <inheritdoc/>
    /// <remarks>The work runs on the thread pool.</remarks>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>Writes the tower as a self-contained .onnx file for any ONNX program (operator set 17 alone): <c>pixel_values</c> [batch, 3, 224, 224] in, <c>image_embeds</c> [batch, 512] out.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public void SaveOnnx(string path) => _tower.SaveOnnx(path);

    /// <summary>Frees the session. No call may be under way.</summary>
    public void Dispose() => _tower.Dispose();

    private FeatureBatch Encode(IReadOnlyList<RgbImage> images, CancellationToken cancellationToken)
    {
        int values = _preprocessing.Values, width = Metadata.Width;
        var features = new float[images.Count * width];
        var pixels = new float[Math.Min(Chunk, images.Count) * values];
        for (int done = 0, count; done < images.Count; done += count)
        {
            count = Math.Min(Chunk, images.Count - done);
            var first = done;
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, i => _preprocessing.Prepare(images[first + i], pixels.AsSpan(i * values, values)));
            _tower.Run(pixels.AsMemory(0, count * values), features.AsMemory(done * width, count * width), cancellationToken);
        }
        return new(images.Count, 1, width, features);
    }

    private static string Fingerprint(string tower, string preprocessing) => $"{tower}-{System.IO.Hashing.XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(preprocessing)):x8}";
}
