using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Encodes images with the vision tower of CLIP ViT-B/32: features are the projected class token, [1, 512], not normalized to length 1.
/// </summary>
/// <remarks>
/// Images are resized, cropped and normalized as Hugging Face's <c>CLIPImageProcessor</c> does with Pillow. Safe to use from several threads;
/// dispose it when no encoding is in progress. <see cref="PretrainedEncoder{TInput}.SaveOnnx"/> writes a graph from <c>pixel_values</c> [batch, 3,
/// 224, 224]
/// to <c>image_embeds</c> [batch, 512]. Upstream: https://huggingface.co/openai/clip-vit-base-patch32 (Radford et al., arXiv 2103.00020).
/// </remarks>
public sealed class ClipEncoder : PretrainedEncoder<RgbImage>
{
    // images that are prepared before they run: bounds the memory of a large call
    private const int Chunk = 32;

    private readonly ClipTower _tower;

    private ClipEncoder(ClipTower tower, ClipOptions options)
        : base(tower, tower.Describe(NameOf(tower.Config), 1, tower.Config.ProjectionWidth, options.License, options.Source)) => _tower = tower;

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">
    /// Contains <c>config.json</c> (or open_clip's <c>open_clip_config.json</c>), <c>preprocessor_config.json</c> unless it is the published one, and
    /// the weights:
    /// <c>model.safetensors</c>, <c>pytorch_model.bin</c> or open_clip's names, with the keys of Hugging Face or of OpenAI; a text tower is not used.
    /// </param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or contains another model.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime's native library is missing.</exception>
    public static ClipEncoder Load(string folder, ClipOptions? options = null)
    {
        options = (options ?? new()).Validated(new ClipOptionsValidator());
        return new(new ClipTower(folder, options.Precision, options.Session), options);
    }

    private protected override FeatureBatch Encode(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken)
    {
        int values = _tower.Preprocessing.Values, width = Metadata.Width;
        var features = new float[inputs.Count * width];
        var pixels = new float[Math.Min(Chunk, inputs.Count) * values];
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        for (int done = 0, count; done < inputs.Count; done += count)
        {
            count = Math.Min(Chunk, inputs.Count - done);
            var first = done;
            Parallel.For(0, count, parallel, i => _tower.Preprocessing.Prepare(inputs[first + i], pixels.AsSpan(i * values, values)));
            _tower.Run(pixels.AsMemory(0, count * values), features.AsMemory(done * width, count * width), cancellationToken);
        }
        return new(inputs.Count, 1, width, features);
    }

    private protected override Term AddTo(GraphInput input, Graph tower)
    {
        var inputs = new Dictionary<string, GraphValue> { [ClipGraph.PixelValues] = _tower.Preprocessing.Prepare(input.Value).Value };
        return new Term(input.Graph, input.Graph.Embed(tower, inputs, ClipGraph.ImageEmbeddings), TensorType.Float32).Unsqueeze(1);
    }

    private static string NameOf(ClipConfig config) =>
        config is { Width: 768, PatchSize: 32 } ? "clip-vit-base-patch32" : $"clip-vit-{config.Width}-patch{config.PatchSize}";
}
