using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Mmva.Model;
using Mmva.Training;
using Mmva.WeightFiles;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Mmva.TorchSharp;

/// <summary>
/// The model of the paper as a TorchSharp module, to train it on a GPU or as a part of a larger module. It reads and writes the files of
/// <see cref="MmvaModel"/>, whose keys are the names of its parameters.
/// </summary>
/// <remarks>
/// Predictions equal those of <see cref="MmvaModel"/> within 1e-5 in evaluation mode, in which a new module is. Not thread-safe while it is trained;
/// TorchSharp's dispose scopes and <c>no_grad</c> belong to a thread: do not <c>await</c> inside them.
/// </remarks>
public sealed class MmvaModule : nn.Module<Tensor, Tensor, Tensor, MmvaModuleOutput>
{
    private readonly MmvaModel _model; // shapes, options and metadata; its weights are those of the start
    // in arrays: TorchSharp would register fields a second time, under their own names
    private readonly nn.Module<Tensor, Tensor>?[] _necks;
    private readonly nn.Module<Tensor, Tensor>[] _heads, _similarity; // of the similarity head one or none

    /// <summary>Copies a model to a module on the CPU; <c>to(device)</c> moves it.</summary>
    /// <param name="model">The model: trained, or new with a seed.</param>
    /// <exception cref="MmvaException">TorchSharp's native library cannot be loaded.</exception>
    public MmvaModule(MmvaModel model) : base(TorchLibrary.Loaded(nameof(MmvaModule)))
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model.Clone();
        Sigma = model.Options.Sigma;
        var options = model.Options;
        _necks = Array.ConvertAll(MmvaNetwork.Modalities, modality => options.HasNeck(modality)
            ? Registered($"{NameOf(modality)}_neck", name => new NeckModule(name, options.ShapeOf(modality), options.EmbeddingWidth))
            : null);
        _heads = Array.ConvertAll(
            MmvaNetwork.Modalities, modality => Registered($"{NameOf(modality)}_head", _ => Head(options, options.EmbeddingWidth, VaHead.Outputs)));
        _similarity = options.SimilarityHead
            ? [Registered("similarity_head", _ => Head(options, 3 * options.EmbeddingWidth, SimilarityHead.Outputs))]
            : [];
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (parameter, weights) in Pairs())
            weights.copy_(tensor(_model.Weights[parameter].ToArray(), [.. parameter.Shape.Select(size => (long)size)]));
        eval();
    }

    /// <summary>The sizes of the model.</summary>
    /// <remarks><see cref="MmvaModelOptions.Sigma"/> is that of the model from which the module was made: see <see cref="Sigma"/>.</remarks>
    public MmvaModelOptions Options => _model.Options;

    /// <summary>σ of Eq. 1 in the training data, which is saved with the weights: set it to that of a batch source before saving.</summary>
    /// <value>The default is that of the model from which the module was made.</value>
    public double? Sigma { get; set; }

    /// <summary>Loads a file that <see cref="Save"/> or <see cref="MmvaModel.Save"/> wrote, on the CPU.</summary>
    /// <exception cref="WeightFileException">The file is damaged or does not contain exactly such a model.</exception>
    /// <exception cref="MmvaException">TorchSharp's native library cannot be loaded.</exception>
    public static MmvaModule Load(string path) => new(MmvaModel.Load(path));

    /// <summary>Copies the module to a model, for predictions without TorchSharp.</summary>
    /// <exception cref="MmvaException">A weight is not finite: training has diverged.</exception>
    /// <exception cref="OptionsValidationException"><see cref="Sigma"/> is not above 0 and finite.</exception>
    public MmvaModel ToModel()
    {
        var copy = _model.Clone();
        foreach (var (parameter, weights) in Pairs())
        {
            var values = TensorValues.ToFloats(weights);
            if (!TensorPrimitives.IsFiniteAll<float>(values))
                throw new MmvaException($"The weights '{parameter.Name}' are not finite: training has diverged. Use a lower learning rate.");
            values.CopyTo(copy.Weights[parameter]);
        }
        if (Sigma is { } sigma && sigma != Options.Sigma) copy.SetSigma(sigma);
        return copy;
    }

    /// <summary>Saves options and weights, atomically, for <see cref="MmvaModel.Load(string)"/> and <see cref="Load"/>.</summary>
    /// <param name="path">The safetensors file to write; an existing file is replaced.</param>
    /// <param name="metadata">Metadata, for example the encoders' names, or <see langword="null"/> for that of the model.</param>
    /// <exception cref="MmvaException">A weight is not finite, or the file cannot be written.</exception>
    /// <exception cref="ArgumentException">A metadata key begins with <c>mmva.</c>, which is reserved for the options.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => ToModel().Save(path, metadata);

    /// <summary>Predicts all that the paper's loss is made of.</summary>
    /// <param name="images">Image features, [batch, layers, width].</param>
    /// <param name="music">Music features, [batch, layers, width].</param>
    /// <param name="captions">Caption features, [batch, layers, width].</param>
    /// <returns>The predictions, which belong to the dispose scope of the caller.</returns>
    public override MmvaModuleOutput forward(Tensor images, Tensor music, Tensor captions)
    {
        var (image, sound, caption) = (Embed(Modality.Image, images), Embed(Modality.Music, music), Embed(Modality.Caption, captions));
        return new(
            PredictEmotion(Modality.Image, image), PredictEmotion(Modality.Music, sound), PredictEmotion(Modality.Caption, caption),
            Options.SimilarityHead ? PredictSimilarity(image, sound, caption) : null);
    }

    /// <summary>Computes the embeddings of a batch of features.</summary>
    /// <param name="modality">The modality of the features.</param>
    /// <param name="features">The features, [batch, layers, width], of the shape in <see cref="Options"/>, on the device of the module.</param>
    /// <returns>The embeddings, [batch, embedding width].</returns>
    /// <exception cref="ArgumentException">The features have another shape.</exception>
    public Tensor Embed(Modality modality, Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var expected = Options.ShapeOf(modality);
        if (features.shape is not [_, var layers, var width] || (layers, width) != (expected.Layers, expected.Width))
            throw new ArgumentException(
                $"{modality} features are [{string.Join(", ", features.shape)}], but the model expects [batch, {expected.Layers}, {expected.Width}]: "
                + "they belong to another encoder.", nameof(features));
        return _necks[(int)modality] is { } neck ? neck.forward(features) : features.squeeze(1);
    }

    /// <summary>Predicts valence and arousal from embeddings.</summary>
    /// <param name="modality">The modality of the embeddings.</param>
    /// <param name="embeddings">The embeddings, [batch, embedding width].</param>
    /// <returns>Valence and arousal, [batch, 2], from 0 to 1.</returns>
    public Tensor PredictEmotion(Modality modality, Tensor embeddings)
    {
        ArgumentChecks.ThrowIfUndefined(modality);
        return _heads[(int)modality].forward(embeddings);
    }

    /// <summary>Predicts the similarity of triples, row by row.</summary>
    /// <param name="images">The image embeddings, [batch, embedding width].</param>
    /// <param name="music">The music embeddings, [batch, embedding width].</param>
    /// <param name="captions">The caption embeddings, [batch, embedding width].</param>
    /// <returns>The similarities, [batch, 1], from 0 to 1.</returns>
    /// <exception cref="InvalidOperationException">The model has no similarity head.</exception>
    public Tensor PredictSimilarity(Tensor images, Tensor music, Tensor captions) => _similarity is [var head]
        ? head.forward(cat([images, music, captions], 1))
        : throw new InvalidOperationException("The model has no similarity head: use EmotionalSimilarity on the predicted points instead.");

    /// <summary>Computes the paper's loss (Eq. 4) of one batch, with the weights of its labels, as <see cref="MmvaTrainer"/> does.</summary>
    /// <param name="images">All image features of the batch source, [images, layers, width], on the device of the module.</param>
    /// <param name="music">All music features, [pieces, layers, width].</param>
    /// <param name="captions">All caption features, [captions, layers, width].</param>
    /// <param name="batch">The batch that the source has filled.</param>
    /// <param name="weights">The weights of the four parts, or <see langword="null"/> for the paper's, which are equal.</param>
    /// <returns>The loss, a scalar, to call <c>backward()</c> on.</returns>
    public Tensor Loss(Tensor images, Tensor music, Tensor captions, MatchedBatch batch, LossWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (device, factors) = (images.device, weights ?? LossWeights.Equal);
        Tensor Rows(Tensor all, int[] rows) => all.index_select(0, tensor(rows.AsSpan(0, batch.Count).ToArray(), dtype: int64).to(device));
        var output = call(Rows(images, batch.ImageRows), Rows(music, batch.MusicRows), Rows(captions, batch.CaptionRows));
        var total = factors.Image * Part(output.Image, Values(batch.ImageEmotions), batch.ImageWeights)
            + factors.Music * Part(output.Music, Values(batch.MusicEmotions), batch.MusicWeights)
            + factors.Caption * Part(output.Caption, Values(batch.CaptionEmotions), batch.CaptionWeights);
        return output.Similarity is { } similarity
            ? total + factors.Similarity * Part(similarity, batch.Similarities, batch.SimilarityWeights)
            : total;

        static ReadOnlySpan<float> Values(ValenceArousal[] points) => MemoryMarshal.Cast<ValenceArousal, float>(points);

        // the squared 2-norm of the error, averaged over the labels by their weights; labels of weight 0 may be anything
        Tensor Part(Tensor predicted, ReadOnlySpan<float> labels, float[] known)
        {
            var (count, width) = (batch.Count, (int)predicted.shape[1]);
            var (target, shares) = (labels[..(count * width)].ToArray(), known.AsSpan(0, count).ToArray());
            var sum = TensorPrimitives.Sum<float>(shares);
            for (var i = 0; i < count; i++)
            {
                if (shares[i] == 0) target.AsSpan(i * width, width).Clear();
                else shares[i] /= sum;
            }
            var errors = (predicted - tensor(target, [count, width]).to(device)).square().sum(1);
            return (errors * tensor(shares).to(device)).sum();
        }
    }

    private static string NameOf(Modality modality) => modality.ToString().ToLowerInvariant();

    private static nn.Module<Tensor, Tensor> Head(MmvaModelOptions options, int inputs, int outputs)
    {
        var (hidden, dropout) = (options.HiddenWidth, options.Dropout);
        return nn.Sequential(
            nn.Linear(inputs, hidden), nn.ReLU(), nn.LayerNorm(hidden), nn.Dropout(dropout),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.LayerNorm(hidden), nn.Dropout(dropout),
            nn.Linear(hidden, outputs), nn.Sigmoid());
    }

    private T Registered<T>(string name, Func<string, T> create) where T : nn.Module
    {
        var part = create(name);
        register_module(name, part);
        return part;
    }

    /// <summary>Each parameter of the model with that of the module, by name.</summary>
    private IEnumerable<(Parameter Parameter, Tensor Weights)> Pairs()
    {
        var named = named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        return _model.Network.Layout.Parameters.Select(parameter => (parameter, (Tensor)named[parameter.Name]));
    }
}
