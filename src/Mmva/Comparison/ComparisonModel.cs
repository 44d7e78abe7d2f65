using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Mmva.Comparison;
using Mmva.Model;
using Mmva.WeightFiles;

namespace Mmva.Evaluation;

/// <summary>
/// A system with which the paper compares MMVA, on features of images and music: it predicts valence and arousal and scores pairs.
/// Trained by a <see cref="ComparisonTrainer"/>.
/// </summary>
/// <remarks>
/// Safe to predict from several threads at once. A model that a trainer is training changes with every step: predict only between steps.
/// The valence-arousal heads are those of <see cref="MmvaModel"/>. The comparison systems have no captions.
/// </remarks>
public sealed class ComparisonModel
{
    private const int LargestBatch = 128;

    private readonly ConcurrentBag<ComparisonWorkspace> _workspaces = [];

    /// <summary>Creates an untrained model, with weights from the same distributions as those of <see cref="MmvaModel"/>.</summary>
    /// <param name="system">The system.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The system is not defined.</exception>
    public ComparisonModel(ComparisonSystem system, ComparisonModelOptions? options = null, ulong seed = 0)
    {
        if (!Enum.IsDefined(system)) throw new ArgumentOutOfRangeException(nameof(system), system, "Unknown comparison system.");
        System = system;
        Options = (options ?? new()).Validated(new ComparisonModelOptionsValidator());
        var parts = Options.Parts;
        Network = new(system, system == ComparisonSystem.SpNet ? parts with { Music = new(1, parts.Music.Width) } : parts);
        Weights = new(Network.Layout);
        Weights.Initialize(new(seed));
    }

    /// <summary>The system.</summary>
    public ComparisonSystem System { get; }

    /// <summary>The sizes of the model and its σ.</summary>
    public ComparisonModelOptions Options { get; private set; }

    /// <summary>The number of trainable parameters.</summary>
    public int ParameterCount => Network.Layout.Parameters.Sum(p => p.Count);

    internal ComparisonNetwork Network { get; }

    internal ParameterValues Weights { get; }

    /// <summary>Loads a model that <see cref="Save"/> wrote. The file contains the system and the options.</summary>
    /// <exception cref="WeightFileException">The file is damaged or does not contain exactly such a model.</exception>
    public static ComparisonModel Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var (system, options) = ComparisonMetadata.Read(file);
        var model = new ComparisonModel(system, options);
        StateDict.Read(model.Network.Layout, file).CopyTo(model.Weights);
        return model;
    }

    /// <summary>Saves system, options and weights, atomically.</summary>
    /// <param name="path">The safetensors file to write; an existing file is replaced.</param>
    /// <exception cref="WeightFileException">The file cannot be written.</exception>
    public void Save(string path) => SafetensorsWriter.Write(path, StateDict.Tensors(Weights), ComparisonMetadata.Write(System, Options));

    /// <summary>Predicts the valence and arousal of a batch of features.</summary>
    /// <param name="modality">Image or music.</param>
    /// <param name="features">The features, [count, layers, width], of the shape in <see cref="Options"/>.</param>
    /// <returns>One point per input, in order.</returns>
    /// <exception cref="ArgumentException">The features have another shape, or the modality is captions.</exception>
    public ValenceArousal[] PredictEmotion(Modality modality, FeatureBatch features)
    {
        var inputs = Inputs(modality, features);
        var result = new ValenceArousal[features.Count];
        InParts(features.Count, (w, start, count) =>
        {
            Network.Embed(w.Pool, Weights, modality, w.Rows(inputs, start, count), w.Activations);
            Network.PredictEmotion(w.Pool, Weights, modality, w.Activations);
            var points = w.Activations.Emotion[(int)modality].Output;
            for (var i = 0; i < count; i++) result[start + i] = new(points.Row(i)[0], points.Row(i)[1]);
        });
        return result;
    }

    /// <summary>Scores pairs, row by row: the first image with the first piece of music, and so on.</summary>
    /// <param name="images">The features of the images, [count, layers, width].</param>
    /// <param name="music">The features of the music, [count, layers, width].</param>
    /// <returns>
    /// One value from 0 to 1 per pair. For <see cref="ComparisonSystem.Cdcml"/> it estimates the similarity of Eq. 1; for the others it is the
    /// probability that the pair corresponds, which is not the same quantity.
    /// </returns>
    /// <exception cref="ArgumentException">The numbers of images and pieces differ, or features have another shape.</exception>
    public float[] PredictSimilarity(FeatureBatch images, FeatureBatch music)
    {
        var (imageInputs, musicInputs) = (Inputs(Modality.Image, images), Inputs(Modality.Music, music));
        if (images.Count != music.Count)
            throw new ArgumentException(
                $"There are {images.Count} images and {music.Count} pieces of music; pairs need equal numbers.", nameof(music));
        var result = new float[images.Count];
        InParts(images.Count, (w, start, count) =>
        {
            Network.Embed(w.Pool, Weights, Modality.Image, w.Rows(imageInputs, start, count), w.Activations);
            Network.Embed(w.Pool, Weights, Modality.Music, w.Rows(musicInputs, start, count), w.Activations);
            Network.ScorePairs(w.Pool, Weights, w.Activations);
            w.Activations.Match.Output.Span.CopyTo(result.AsSpan(start, count));
        });
        return result;
    }

    /// <exception cref="OptionsValidationException">σ is not a finite number above 0.</exception>
    internal void SetSigma(double sigma) => Options = (Options with { Sigma = sigma }).Validated(new ComparisonModelOptionsValidator());

    /// <summary>Returns what the network reads of features: for SP-Net the lowest layer of the music.</summary>
    /// <exception cref="ArgumentException">The features have another shape, or the modality is captions.</exception>
    internal FeatureBatch Inputs(Modality modality, FeatureBatch features)
    {
        if (modality is not (Modality.Image or Modality.Music))
            throw new ArgumentOutOfRangeException(nameof(modality), modality, "The comparison systems have images and music only.");
        var (expected, actual) = (Options.Parts.ShapeOf(modality), new FeatureShape(features.Layers, features.Width));
        if (actual != expected)
            throw new ArgumentException(
                $"{modality} features are {actual} (layers x width), but the model expects {expected}: it belongs to another encoder.",
                nameof(features));
        return System == ComparisonSystem.SpNet && modality == Modality.Music ? LowestLayer.Of(features) : features;
    }

    private void InParts(int count, Action<ComparisonWorkspace, int, int> predict)
    {
        Parallel.For(0, (count + LargestBatch - 1) / LargestBatch, part =>
        {
            var start = part * LargestBatch;
            var length = Math.Min(LargestBatch, count - start);
            if (!_workspaces.TryTake(out var workspace)) workspace = new(Network, LargestBatch);
            workspace.Activations.Take(length);
            predict(workspace, start, length);
            _workspaces.Add(workspace);
        });
    }
}
