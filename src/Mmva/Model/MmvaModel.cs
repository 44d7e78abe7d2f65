using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Mmva.Model;
using Mmva.WeightFiles;

namespace Mmva;

/// <summary>
/// The model of the paper (arXiv 2501.01094, Fig. 2): necks that map features to embeddings, a valence-arousal head for each modality,
/// and a similarity head.
/// </summary>
/// <remarks>
/// Safe to predict from several threads at once. A model that an <see cref="Training.MmvaTrainer"/> is training changes with every step:
/// predict only between steps, or with a <see cref="Clone"/>.
/// Weights have the keys of a PyTorch state dict: <c>music_neck.aggregate.weight</c>, <c>image_head.0.weight</c>, <c>similarity_head.8.bias</c>.
/// </remarks>
public sealed class MmvaModel
{
    private const int LargestBatch = 128;

    private readonly ConcurrentBag<InferenceWorkspace> _workspaces = [];

    private MmvaModel(MmvaNetwork network, ParameterValues? weights = null, IReadOnlyDictionary<string, string>? metadata = null)
    {
        Network = network;
        Options = network.Options;
        Weights = weights ?? new(network.Layout);
        Metadata = metadata ?? new Dictionary<string, string>();
    }

    /// <summary>
    /// Creates an untrained model, with weights from the same distributions as PyTorch's: uniform in ±1/√fan-in; 1 and 0 for norms.
    /// </summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults, which are the paper's.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    public MmvaModel(MmvaModelOptions? options = null, ulong seed = 0) : this(new MmvaNetwork(options ?? new())) =>
        Weights.Initialize(new(seed));

    /// <summary>The sizes of the model and its σ.</summary>
    public MmvaModelOptions Options { get; private set; }

    /// <summary>The metadata of the model's file, except for the options.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The number of trainable parameters: 3,424,803 at the paper's sizes.</summary>
    public int ParameterCount => Network.Layout.Parameters.Sum(p => p.Count);

    internal MmvaNetwork Network { get; }

    internal ParameterValues Weights { get; }

    /// <summary>Loads a model that <see cref="Save"/> wrote. The file contains its options.</summary>
    /// <exception cref="WeightFileException">The file is damaged or does not contain exactly such a model.</exception>
    public static MmvaModel Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return Read(file, OptionsMetadata.Read(file));
    }

    /// <summary>Loads bare weights, for example from PyTorch, into a model with given options.</summary>
    /// <exception cref="WeightFileException">
    /// The file is damaged, or keys are missing, unused or of the wrong shape; the message names them.
    /// </exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    public static MmvaModel Load(string path, MmvaModelOptions options)
    {
        using var file = SafetensorsFile.Open(path);
        return Read(file, options);
    }

    /// <summary>Saves options and weights, atomically.</summary>
    /// <param name="path">The safetensors file to write; an existing file is replaced.</param>
    /// <param name="metadata">Metadata, for example the encoders' names, or <see langword="null"/> for <see cref="Metadata"/>.</param>
    /// <exception cref="ArgumentException">A metadata key begins with <c>mmva.</c>, which is reserved for the options.</exception>
    /// <exception cref="WeightFileException">The file cannot be written.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var all = OptionsMetadata.Write(Options);
        foreach (var (key, value) in metadata ?? Metadata)
        {
            if (OptionsMetadata.IsReserved(key))
                throw new ArgumentException($"The metadata key '{key}' is reserved for the model's options.", nameof(metadata));
            all[key] = value;
        }
        SafetensorsWriter.Write(path, StateDict.Tensors(Weights), all);
    }

    /// <summary>Computes a SHA-256 of shapes and weights in hexadecimal, which identifies the model. Takes some milliseconds.</summary>
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

    /// <summary>Returns an independent copy.</summary>
    public MmvaModel Clone()
    {
        var copy = new MmvaModel(new MmvaNetwork(Options), metadata: Metadata);
        Weights.CopyTo(copy.Weights);
        return copy;
    }

    /// <summary>Computes the embeddings of a batch of features.</summary>
    /// <param name="modality">The modality of the features.</param>
    /// <param name="features">The features, [count, layers, width], of the shape in <see cref="Options"/>.</param>
    /// <returns>The embeddings, [count × embedding width], row-major.</returns>
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

    /// <summary>Predicts the valence and arousal of a batch of features.</summary>
    /// <inheritdoc cref="Embed"/>
    /// <returns>One point per input, in order.</returns>
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

    /// <summary>Predicts valence and arousal from embeddings.</summary>
    /// <param name="modality">The modality of the embeddings.</param>
    /// <param name="embeddings">The embeddings that <see cref="Embed"/> returned, [count × embedding width].</param>
    /// <returns>One point per embedding, in order.</returns>
    /// <exception cref="ArgumentException">The number of values is not a multiple of the embedding width.</exception>
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

    /// <summary>Computes embeddings, [count × embedding width], and points in one pass.</summary>
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

    /// <summary>
    /// Predicts the emotional similarity of triples, row by row: the first image with the first piece of music and the first caption, and so on.
    /// </summary>
    /// <param name="images">The image embeddings, [count × embedding width].</param>
    /// <param name="music">The music embeddings, [count × embedding width].</param>
    /// <param name="captions">The caption embeddings, [count × embedding width].</param>
    /// <returns>One value from 0 to 1 per triple.</returns>
    /// <exception cref="ArgumentException">The three lengths differ, or are not a multiple of the embedding width.</exception>
    /// <exception cref="InvalidOperationException">The model has no similarity head.</exception>
    public float[] PredictSimilarity(ReadOnlyMemory<float> images, ReadOnlyMemory<float> music, ReadOnlyMemory<float> captions)
    {
        if (!Options.SimilarityHead)
            throw new InvalidOperationException("The model has no similarity head: use EmotionalSimilarity on the predicted points instead.");
        if (images.Length != music.Length || images.Length != captions.Length)
            throw new ArgumentException(
                $"There are {CountOf(images)} images, {CountOf(music)} pieces of music and {CountOf(captions)} captions; triples need equal numbers.",
                nameof(images));
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
        if (actual != expected)
            throw new ArgumentException(
                $"{modality} features are {actual} (layers x width), but the model expects {expected}: it belongs to another encoder.",
                nameof(features));
    }

    private static MmvaModel Read(SafetensorsFile file, MmvaModelOptions options)
    {
        var network = new MmvaNetwork(options);
        return new(network, StateDict.Read(network.Layout, file), file.Metadata.Where(m => !OptionsMetadata.IsReserved(m.Key)).ToDictionary());
    }

    private int CountOf(ReadOnlyMemory<float> embeddings) => embeddings.Length % Options.EmbeddingWidth == 0
        ? embeddings.Length / Options.EmbeddingWidth
        : throw new ArgumentException(
            $"There are {embeddings.Length} values, which is not a multiple of the embedding width, {Options.EmbeddingWidth}.", nameof(embeddings));

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
