using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Mmva.Model;
using Mmva.WeightFiles;

namespace Mmva;

/// <summary>The model of the paper (arXiv 2501.01094, Fig. 2): necks from tower features to embeddings, a predictor of valence and arousal for each modality, a similarity predictor.</summary>
/// <remarks>
/// Predictions may run on several threads at once. A model that an <see cref="Training.MmvaTrainer"/> is working on changes with every step:
/// predict with it between steps only, or with its <see cref="Clone"/>.
/// Keys of the weights are those of a PyTorch state dict: <c>music_neck.aggregate.weight</c>, <c>image_head.0.weight</c>, <c>similarity_head.8.bias</c>.
/// </remarks>
public sealed class MmvaModel
{
    private const int LargestBatch = 128;

    private readonly ConcurrentBag<InferenceWorkspace> _workspaces = [];

    private MmvaModel(MmvaNetwork network, ParameterValues? weights = null, IReadOnlyDictionary<string, string>? metadata = null) =>
        (Network, Options, Weights, Metadata) = (network, network.Options, weights ?? new(network.Layout), metadata ?? new Dictionary<string, string>());

    /// <summary>Makes an untrained model with the start weights that PyTorch would draw: uniform in ±1/√fan-in; norms 1 and 0.</summary>
    /// <param name="options">The sizes; the paper's when left out.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <exception cref="ArgumentException">A size is not possible.</exception>
    public MmvaModel(MmvaModelOptions? options = null, ulong seed = 0) : this(new MmvaNetwork(options ?? new())) =>
        Weights.Initialize(new(seed));

    /// <summary>The sizes of the model and its σ.</summary>
    public MmvaModelOptions Options { get; private set; }

    /// <summary>The free text that the model's file carries besides the options.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Trainable numbers in all; 3.3 million at the paper's sizes.</summary>
    public int ParameterCount => Network.Layout.Parameters.Sum(p => p.Count);

    internal MmvaNetwork Network { get; }

    internal ParameterValues Weights { get; }

    /// <summary>Reads a model that <see cref="Save"/> wrote; the file says its sizes.</summary>
    /// <exception cref="WeightFileException">The file is damaged, or is not exactly such a model.</exception>
    public static MmvaModel Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return Read(file, OptionsMetadata.Read(file));
    }

    /// <summary>Reads bare weights, from PyTorch for example, into a model of given sizes.</summary>
    /// <exception cref="WeightFileException">The file is damaged, or missing, unused or wrong-shaped keys; all are named.</exception>
    /// <exception cref="ArgumentException">A size is not possible.</exception>
    public static MmvaModel Load(string path, MmvaModelOptions options)
    {
        using var file = SafetensorsFile.Open(path);
        return Read(file, options);
    }

    /// <summary>Writes options and weights, atomically.</summary>
    /// <param name="path">The target, a safetensors file; an existing file is replaced.</param>
    /// <param name="metadata">Free text to carry along, which <see cref="Metadata"/> gives back: the encoders' names, for example.</param>
    /// <exception cref="ArgumentException">A metadata key begins with <c>mmva.</c>, which is kept for the options.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var all = OptionsMetadata.Write(Options);
        foreach (var (key, value) in metadata ?? Metadata)
        {
            if (OptionsMetadata.IsReserved(key)) throw new ArgumentException($"The metadata key '{key}' is kept for the model's options.", nameof(metadata));
            all[key] = value;
        }
        SafetensorsWriter.Write(path, StateDict.Tensors(Weights), all);
    }

    /// <summary>Tells this model from others: a SHA-256 of sizes and weights, in hexadecimal. It is computed at each call, some milliseconds.</summary>
    public string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in Network.Layout.Parameters)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{parameter.Name}[{string.Join(",", parameter.Shape)}]"));
            hash.AppendData(MemoryMarshal.AsBytes(Weights[parameter]));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A model of its own with the same weights.</summary>
    public MmvaModel Clone()
    {
        var copy = new MmvaModel(new MmvaNetwork(Options), metadata: Metadata);
        Weights.CopyTo(copy.Weights);
        return copy;
    }

    /// <summary>The embeddings of a batch of features.</summary>
    /// <param name="modality">Which tower they come from.</param>
    /// <param name="features">[count, layers, width] as <see cref="Options"/> says.</param>
    /// <returns>[count × embedding width], row-major.</returns>
    /// <exception cref="ArgumentException">The features have another shape.</exception>
    public float[] Embed(Modality modality, FeatureBatch features)
    {
        CheckShape(modality, features);
        var result = new float[features.Count * Options.EmbeddingWidth];
        InParts(features.Count, (w, start, count) =>
        {
            Network.Embed(w.Pool, Weights, modality, w.Rows(features, start, count), w.Activations);
            w.CopyOut(w.Activations.Embedding(modality), result, start);
        });
        return result;
    }

    /// <summary>Valence and arousal of a batch of features.</summary>
    /// <inheritdoc cref="Embed"/>
    /// <returns>One point for each input, in their order.</returns>
    public ValenceArousal[] PredictEmotion(Modality modality, FeatureBatch features)
    {
        CheckShape(modality, features);
        var result = new ValenceArousal[features.Count];
        InParts(features.Count, (w, start, count) =>
        {
            Network.Embed(w.Pool, Weights, modality, w.Rows(features, start, count), w.Activations);
            w.PredictEmotion(this, modality, result.AsSpan(start, count));
        });
        return result;
    }

    /// <summary>Valence and arousal of embeddings.</summary>
    /// <param name="modality">Which tower they come from.</param>
    /// <param name="embeddings">[count × embedding width], as <see cref="Embed"/> gives them.</param>
    /// <returns>One point for each embedding, in their order.</returns>
    /// <exception cref="ArgumentException">The numbers are not whole embeddings.</exception>
    public ValenceArousal[] PredictEmotion(Modality modality, ReadOnlyMemory<float> embeddings)
    {
        var result = new ValenceArousal[CountOf(embeddings)];
        InParts(result.Length, (w, start, count) =>
        {
            w.CopyIn(embeddings, w.Activations.Embedding(modality), start);
            w.PredictEmotion(this, modality, result.AsSpan(start, count));
        });
        return result;
    }

    /// <summary>Embeddings [count × embedding width] and points in one pass.</summary>
    internal (float[] Embeddings, ValenceArousal[] Emotions) Predict(Modality modality, FeatureBatch features)
    {
        CheckShape(modality, features);
        var embeddings = new float[features.Count * Options.EmbeddingWidth];
        var emotions = new ValenceArousal[features.Count];
        InParts(features.Count, (w, start, count) =>
        {
            Network.Embed(w.Pool, Weights, modality, w.Rows(features, start, count), w.Activations);
            w.CopyOut(w.Activations.Embedding(modality), embeddings, start);
            w.PredictEmotion(this, modality, emotions.AsSpan(start, count));
        });
        return (embeddings, emotions);
    }

    /// <summary>The emotional similarity of triples, row by row: the first image with the first piece of music and the first caption, and so on.</summary>
    /// <param name="images">Image embeddings, [count × embedding width].</param>
    /// <param name="music">Music embeddings, as many.</param>
    /// <param name="captions">Caption embeddings, as many.</param>
    /// <returns>One number from 0 to 1 for each triple.</returns>
    /// <exception cref="ArgumentException">The three differ in number, or are not whole embeddings.</exception>
    /// <exception cref="InvalidOperationException">The model has no similarity predictor.</exception>
    public float[] PredictSimilarity(ReadOnlyMemory<float> images, ReadOnlyMemory<float> music, ReadOnlyMemory<float> captions)
    {
        if (!Options.SimilarityHead) throw new InvalidOperationException("This model was made without a similarity predictor; take EmotionalSimilarity of the predicted points instead.");
        if (images.Length != music.Length || images.Length != captions.Length)
            throw new ArgumentException($"Triples need as many images as pieces of music and captions; there are {CountOf(images)}, {CountOf(music)} and {CountOf(captions)}.", nameof(images));
        var result = new float[CountOf(images)];
        InParts(result.Length, (w, start, _) =>
        {
            w.CopyIn(images, w.Activations.Embedding(Modality.Image), start);
            w.CopyIn(music, w.Activations.Embedding(Modality.Music), start);
            w.CopyIn(captions, w.Activations.Embedding(Modality.Caption), start);
            Network.PredictSimilarity(w.Pool, Weights, w.Activations);
            w.CopyOut(w.Activations.Similarity!.Output, result, start);
        });
        return result;
    }

    /// <exception cref="OptionsValidationException">σ is not a finite number above 0.</exception>
    internal void SetSigma(double sigma) => Options = (Options with { Sigma = sigma }).Validated(new MmvaModelOptionsValidator());

    internal void CheckShape(Modality modality, FeatureBatch features)
    {
        var (expected, actual) = (Options.ShapeOf(modality), new FeatureShape(features.Layers, features.Width));
        if (actual != expected) throw new ArgumentException($"{modality} features are {actual} (layers x width), but this model was made for {expected}: it goes with another encoder.", nameof(features));
    }

    private static MmvaModel Read(SafetensorsFile file, MmvaModelOptions options)
    {
        var network = new MmvaNetwork(options);
        return new(network, StateDict.Read(network.Layout, file), file.Metadata.Where(m => !OptionsMetadata.IsReserved(m.Key)).ToDictionary());
    }

    private int CountOf(ReadOnlyMemory<float> embeddings) => embeddings.Length % Options.EmbeddingWidth == 0
        ? embeddings.Length / Options.EmbeddingWidth
        : throw new ArgumentException($"{embeddings.Length} numbers are not whole embeddings of {Options.EmbeddingWidth}.", nameof(embeddings));

    private void InParts(int count, Action<InferenceWorkspace, int, int> predict)
    {
        var parts = (count + LargestBatch - 1) / LargestBatch;
        if (parts == 1) Part(0);
        else Parallel.For(0, parts, Part);

        void Part(int part)
        {
            var start = part * LargestBatch;
            var length = Math.Min(LargestBatch, count - start);
            if (!_workspaces.TryTake(out var workspace)) workspace = new(Options, LargestBatch);
            workspace.Activations.Take(length);
            predict(workspace, start, length);
            _workspaces.Add(workspace);
        }
    }
}
