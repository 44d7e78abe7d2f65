using System.Diagnostics;
using Microsoft.Extensions.Options;
using Mmva.Comparison;
using Mmva.Model;
using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Evaluation;

/// <summary>
/// Trains a <see cref="ComparisonModel"/> in place, with the optimizer, the schedule and the batches of an <see cref="MmvaTrainer"/>.
/// </summary>
/// <remarks>
/// Not thread-safe, but any number of trainers may run in one process. The same seed gives the same bits for any number of threads, on machines
/// with the same vector width. There are no checkpoints: a canceled run starts again.
/// </remarks>
public sealed class ComparisonTrainer : IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly IBatchSource _source;
    private readonly Func<ComparisonModel, double>? _validationScore;
    private readonly int? _patience;
    private readonly FeatureBatch _images, _music;
    private readonly WorkerPool _pool;
    private readonly MatchedBatch _batch;
    private readonly ComparisonActivations _activations;
    private readonly ComparisonGradients _outputGradients;
    private readonly ComparisonLoss _loss;
    private readonly EmotionalSimilarity? _similarity;
    private readonly AdamW _optimizer;
    private readonly RandomSource _random;
    private readonly ParameterValues? _best;
    private double _bestScore = double.PositiveInfinity;
    private int _bestEpoch;

    /// <summary>Prepares a training run.</summary>
    /// <param name="model">The model to train. Its weights change with every step, and its σ becomes that of the source if known.</param>
    /// <param name="source">The features and labels to train on. Its captions are ignored: the music can take their place.</param>
    /// <param name="options">
    /// The options, or <see langword="null"/> for the defaults. Of the loss weights, that of the captions is ignored; that of the similarity weighs
    /// all that is learned of pairs. Validation and checkpoints of these options are those of an <see cref="MmvaTrainer"/> and must be
    /// <see langword="null"/>.
    /// </param>
    /// <param name="validationScore">
    /// Returns the score of the current model, lower being better; optional. Called after every epoch; the weights of the best epoch are kept.
    /// </param>
    /// <param name="patience">
    /// The number of epochs without a better score after which training stops, or <see langword="null"/> for all epochs.
    /// </param>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    /// <exception cref="ArgumentException">
    /// Features of the source have another shape than the model expects; the options have validation or checkpoints; there is a patience without a
    /// validation score; or σ, which CDCML needs, is not known.
    /// </exception>
    public ComparisonTrainer(
        ComparisonModel model, IBatchSource source, MmvaTrainerOptions? options = null, Func<ComparisonModel, double>? validationScore = null,
        int? patience = null)
    {
        options = (options ?? new()).Validated(new MmvaTrainerOptionsValidator());
        if (options.ValidationScore is not null || options.Patience is not null || options.CheckpointPath is not null)
            throw new ArgumentException(
                $"{nameof(options.ValidationScore)}, {nameof(options.Patience)} and {nameof(options.CheckpointPath)} are for an {nameof(MmvaModel)}: "
                + $"leave them null, and pass {nameof(validationScore)} and {nameof(patience)} to the {nameof(ComparisonTrainer)}.",
                nameof(options));
        if (patience is < 1 || (patience is not null && validationScore is null))
            throw new ArgumentException(
                $"The patience is {patience}; it must be at least 1 and needs a {nameof(validationScore)}.", nameof(patience));
        if (source.Sigma is { } known) model.SetSigma(known);
        if (model.System == ComparisonSystem.Cdcml && model.Options.Sigma is null)
            throw new ArgumentException(
                $"The source does not know σ of Eq. 1, which CDCML needs: set {nameof(ComparisonModelOptions)}.{nameof(model.Options.Sigma)}.",
                nameof(source));
        Model = model;
        Options = options;
        _source = source;
        _images = model.Inputs(Modality.Image, source.Images);
        _music = model.Inputs(Modality.Music, source.Music);
        _validationScore = validationScore;
        _patience = patience;
        StepsPerEpoch = Math.Max(1, source.StepsPerEpoch(options.BatchSize));
        _batch = new(options.BatchSize);
        _activations = new(model.Network, options.BatchSize, training: true);
        _outputGradients = new(model.Network, options.BatchSize);
        _loss = new(model.Network, model.Options.CorrespondenceThreshold, options.BatchSize);
        if (model.Options.Sigma is { } sigma) _similarity = new(sigma);
        Gradients = new(model.Network.Layout);
        _optimizer = new(model.Network.Layout, options);
        _random = new(options.Seed);
        if (validationScore is not null) _best = new(model.Network.Layout);
        _pool = new(options.Threads);
    }

    /// <summary>The model with the weights of the last step.</summary>
    public ComparisonModel Model { get; }

    /// <summary>The options.</summary>
    public MmvaTrainerOptions Options { get; }

    /// <summary>The number of completed steps.</summary>
    public long Step { get; private set; }

    /// <summary>The number of completed epochs.</summary>
    public int Epoch => (int)(Step / StepsPerEpoch);

    /// <summary>The number of steps per epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate => CosineAnnealing.LearningRate(Options.LearningRate, Options.MinimumLearningRate, Step, Steps);

    internal ParameterValues Gradients { get; }

    private long Steps => (long)Options.Epochs * StepsPerEpoch;

    /// <summary>
    /// Trains until the last epoch, or until the validation score stops improving. Afterwards the model has the weights of the best epoch.
    /// </summary>
    /// <param name="progress">Receives progress reports after every epoch and about once a second; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    /// <exception cref="MmvaException">The loss is no longer finite.</exception>
    public TrainingResult Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var mean = new LossMean();
        var reported = Stopwatch.GetTimestamp();
        while (Step < Steps && !IsExhausted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Step % StepsPerEpoch == 0) mean = new();
            var learningRate = LearningRate;
            mean = mean.With(TrainStep());
            var ended = Step % StepsPerEpoch == 0;
            double? score = ended ? Validate() : null;
            if (progress is null || (!ended && Stopwatch.GetElapsedTime(reported) < ProgressInterval)) continue;
            progress.Report(new((int)((Step - 1) / StepsPerEpoch) + 1, Options.Epochs, Step, Steps, learningRate, mean.Value, score));
            reported = Stopwatch.GetTimestamp();
        }
        var kept = _best is not null && _bestEpoch > 0;
        if (kept) _best!.CopyTo(Model.Weights);
        return new(Epoch, mean.Value, kept ? _bestEpoch : Epoch, kept ? _bestScore : null);
    }

    /// <summary>Runs one step, for custom training loops. <see cref="Train"/> calls this.</summary>
    /// <returns>
    /// The loss of the batch before the update. Its similarity is all that is learned of pairs: the cross-entropy of correspondence, or for CDCML the
    /// squared errors of the score and of the similarities in the embedding space. There are no captions.
    /// </returns>
    /// <exception cref="MmvaException">The loss is not finite.</exception>
    public LossParts TrainStep()
    {
        DrawBatch();
        var loss = ComputeGradients(_batch, ComparisonLossParts.From(Options.LossWeights));
        var weights = Options.LossWeights;
        var total = weights.Image * loss.Image + weights.Music * loss.Music + weights.Similarity * loss.Pairs;
        if (!double.IsFinite(total))
            throw new MmvaException(
                $"The loss is {total} at step {Step + 1}: features or labels are not finite, "
                + $"or the learning rate, {Options.LearningRate}, is too high.");
        _optimizer.Step(_pool, Model.Weights, Gradients, LearningRate, Step + 1);
        Step++;
        return new(loss.Image, loss.Music, 0, loss.Pairs, total);
    }

    /// <summary>Stops the trainer's threads.</summary>
    public void Dispose() => _pool.Dispose();

    /// <summary>Runs forward and backward pass on a batch, without an update.</summary>
    internal ComparisonLossParts ComputeGradients(MatchedBatch batch, ComparisonLossParts weights)
    {
        var network = Model.Network;
        GatheredFeatures Inputs(Modality modality) => modality == Modality.Image
            ? new(_images, batch.ImageRows.AsMemory(0, batch.Count))
            : new(_music, batch.MusicRows.AsMemory(0, batch.Count));
        _activations.Take(batch.Count);
        _outputGradients.Take(batch.Count);
        foreach (var modality in ComparisonNetwork.Modalities)
        {
            network.Embed(_pool, Model.Weights, modality, Inputs(modality), _activations, _random);
            network.PredictEmotion(_pool, Model.Weights, modality, _activations, _random);
        }
        network.ScorePairs(_pool, Model.Weights, _activations, _random);
        var loss = _loss.Compute(_pool, batch, _activations, _outputGradients, weights, _similarity);
        network.Backward(_pool, Model.Weights, Gradients, Inputs, _activations, _outputGradients);
        return loss;
    }

    private bool IsExhausted => _patience is { } patience && _bestEpoch > 0 && Epoch - _bestEpoch >= patience;

    private void DrawBatch()
    {
        var step = (int)(Step % StepsPerEpoch);
        if (step == 0) _source.BeginEpoch(_random);
        _batch.Reset();
        _source.Fill(_batch, step, _random);
        if (_batch.Count < 1 || _batch.Count > _batch.Capacity)
            throw new InvalidOperationException($"The batch source filled {_batch.Count} examples; it must fill from 1 to {_batch.Capacity}.");
    }

    private double? Validate()
    {
        if (_best is null) return null;
        var score = _validationScore!(Model);
        if (!(score < _bestScore)) return score;
        _bestScore = score;
        _bestEpoch = Epoch;
        Model.Weights.CopyTo(_best);
        return score;
    }
}
