using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Mmva.Files;
using Mmva.Model;
using Mmva.Numerics;

namespace Mmva.Training;

/// <summary>Trains an <see cref="MmvaModel"/> in place: the four-part loss of Eq. 4, AdamW, cosine annealing.</summary>
/// <remarks>
/// Not thread-safe, but any number of trainers may run in one process. All memory is allocated at the start. The same seed gives the same bits
/// for any number of threads, on machines with the same vector width.
/// </remarks>
public sealed class MmvaTrainer : IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly IBatchSource _source;
    private readonly WorkerPool _pool;
    private readonly MatchedBatch _batch;
    private readonly NetworkActivations _activations;
    private readonly NetworkGradients _outputGradients;
    private string? _checkpointPath;
    private readonly Func<Modality, GatheredFeatures> _inputs;

    /// <summary>Prepares a training run.</summary>
    /// <param name="model">The model to train. Its weights change with every step, and its σ becomes that of the source if known.</param>
    /// <param name="source">The features and labels to train on.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    /// <exception cref="ArgumentException">Features of the source have another shape than the model expects.</exception>
    public MmvaTrainer(MmvaModel model, IBatchSource source, MmvaTrainerOptions? options = null) : this(model, source, options ?? new(), null) { }

    internal MmvaTrainer(MmvaModel model, IBatchSource source, MmvaTrainerOptions options, SimdLevel? level)
    {
        options.Validated(new MmvaTrainerOptionsValidator());
        model.CheckShape(Modality.Image, source.Images);
        model.CheckShape(Modality.Music, source.Music);
        model.CheckShape(Modality.Caption, source.Captions);
        Model = model;
        Options = options;
        _source = source;
        StepsPerEpoch = Math.Max(1, source.StepsPerEpoch(options.BatchSize));
        _batch = new(options.BatchSize);
        _activations = new(model.Options, options.BatchSize, training: true);
        _outputGradients = new(model.Options, options.BatchSize);
        _inputs = modality => new(FeaturesOf(modality), RowsOf(modality).AsMemory(0, _batch.Count));
        Gradients = new(model.Network.Layout);
        Optimizer = new(model.Network.Layout, options);
        Random = new(options.Seed);
        EpochStart = Random.Save();
        if (options.ValidationScore is not null) Best = new(model.Network.Layout);
        if (source.Sigma is { } sigma) model.SetSigma(sigma);
        Origin = new ContentHash().Append(MemoryMarshal.AsBytes(model.Weights.All)).ToString();
        _pool = new(options.Threads, level);
    }

    /// <summary>The model with the weights of the last step.</summary>
    public MmvaModel Model { get; }

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

    internal long Steps => (long)Options.Epochs * StepsPerEpoch;
    internal IBatchSource Source => _source;
    internal RandomSource Random { get; }
    internal ulong[] EpochStart { get; private set; }
    internal ParameterValues Gradients { get; }
    internal AdamW Optimizer { get; }
    internal ParameterValues? Best { get; }
    internal double BestScore { get; set; } = double.PositiveInfinity;
    internal int BestEpoch { get; set; }

    /// <summary>The mean loss of the current epoch, or of the last one at its end.</summary>
    internal LossMean EpochLoss { get; set; }

    /// <summary>Identifies the weights with which the run began, also after it was resumed; empty for checkpoints that do not say it.</summary>
    internal string Origin { get; set; }

    internal NetworkActivations Activations => _activations;

    /// <summary>
    /// Trains until the last epoch, or until the validation score stops improving. Afterwards the model has the weights of the best epoch.
    /// </summary>
    /// <param name="progress">Receives progress reports after every epoch and about once a second; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. The last checkpoint can be resumed.</param>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    /// <exception cref="MmvaException">The loss is no longer finite.</exception>
    public TrainingResult Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var reported = Stopwatch.GetTimestamp();
        while (Step < Steps && !IsExhausted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var learningRate = LearningRate;
            TrainStep();
            var ended = Step % StepsPerEpoch == 0;
            double? score = ended ? Validate() : null;
            if (progress is not null && (ended || Stopwatch.GetElapsedTime(reported) >= ProgressInterval))
            {
                progress.Report(new((int)((Step - 1) / StepsPerEpoch) + 1, Options.Epochs, Step, Steps, learningRate, EpochLoss.Value, score));
                reported = Stopwatch.GetTimestamp();
            }
            // after the report: what has logged it knows every epoch of the checkpoint, wherever the run is killed
            if (ended) SaveDueCheckpoint();
        }
        var kept = Best is not null && BestEpoch > 0;
        if (kept) Best!.CopyTo(Model.Weights);
        return new(Epoch, EpochLoss.Value, kept ? BestEpoch : Epoch, kept ? BestScore : null);
    }

    /// <summary>
    /// Runs one step, for custom training loops, and returns the loss of its batch before the update. <see cref="Train"/> calls this.
    /// </summary>
    /// <exception cref="MmvaException">The loss is not finite.</exception>
    public LossParts TrainStep()
    {
        if (Step % StepsPerEpoch == 0) EpochLoss = new();
        var loss = ComputeGradients();
        Optimizer.Step(_pool, Model.Weights, Gradients, LearningRate, Step + 1);
        Step++;
        EpochLoss = EpochLoss.With(loss);
        return loss;
    }

    /// <summary>Saves the complete state of the run, atomically.</summary>
    /// <param name="path">The safetensors file to write; an existing file is replaced.</param>
    /// <exception cref="WeightFiles.WeightFileException">The file cannot be written.</exception>
    public void SaveCheckpoint(string path)
    {
        if (_checkpointPath != path) AtomicFile.DeleteLeftovers(path);
        _checkpointPath = path;
        Checkpoint.Write(this, path);
    }

    /// <summary>Resumes from a checkpoint. The run continues as if it had never stopped, to the same bits.</summary>
    /// <param name="path">A file written by <see cref="SaveCheckpoint"/> in a run with the same model, data and options.</param>
    /// <exception cref="WeightFiles.WeightFileException">
    /// The file is damaged or belongs to another run; the message names the differences.
    /// </exception>
    public void Resume(string path) => Checkpoint.Read(this, path);

    /// <summary>Stops the trainer's threads.</summary>
    public void Dispose() => _pool.Dispose();

    internal void Restore(long step, ReadOnlySpan<ulong> epochStart, ReadOnlySpan<ulong> random)
    {
        Step = step;
        EpochStart = epochStart.ToArray();
        if (step % StepsPerEpoch != 0)
        {
            Random.Restore(epochStart);
            _source.BeginEpoch(Random);
        }
        Random.Restore(random);
    }

    /// <summary>Draws the next batch and writes its predictions to <see cref="Activations"/> and the gradients to <see cref="Gradients"/>.</summary>
    internal LossParts ComputeGradients()
    {
        DrawBatch();
        var (network, weights) = (Model.Network, Model.Weights);
        _activations.Take(_batch.Count);
        _outputGradients.Take(_batch.Count);
        foreach (var modality in MmvaNetwork.Modalities)
        {
            network.Embed(_pool, weights, modality, _inputs(modality), _activations);
            network.PredictEmotion(_pool, weights, modality, _activations, Random);
        }
        network.PredictSimilarity(_pool, weights, _activations, Random);
        var loss = Loss();
        if (!double.IsFinite(loss.Total))
            throw new MmvaException(
                $"The loss is {loss.Total} at step {Step + 1}: features or labels are not finite, "
                + $"or the learning rate, {Options.LearningRate}, is too high.");
        network.Backward(_pool, weights, Gradients, _inputs, _activations, _outputGradients);
        return loss;
    }

    private bool IsExhausted => Options.Patience is { } patience && BestEpoch > 0 && Epoch - BestEpoch >= patience;

    private void DrawBatch()
    {
        var step = (int)(Step % StepsPerEpoch);
        if (step == 0)
        {
            EpochStart = Random.Save();
            _source.BeginEpoch(Random);
        }
        _batch.Reset();
        _source.Fill(_batch, step, Random);
        if (_batch.Count < 1 || _batch.Count > _batch.Capacity)
            throw new InvalidOperationException($"The batch source filled {_batch.Count} examples; it must fill from 1 to {_batch.Capacity}.");
    }

    private LossParts Loss()
    {
        var weights = Options.LossWeights;
        double Emotion(Modality modality, ValenceArousal[] labels, float[] counts, double weight) => MmvaLoss.Part(
            _activations.Emotion[(int)modality].Output, MemoryMarshal.Cast<ValenceArousal, float>(labels), counts.AsSpan(0, _batch.Count), weight,
            _outputGradients.OfEmotion(modality).Output);

        var image = Emotion(Modality.Image, _batch.ImageEmotions, _batch.ImageWeights, weights.Image);
        var music = Emotion(Modality.Music, _batch.MusicEmotions, _batch.MusicWeights, weights.Music);
        var caption = Emotion(Modality.Caption, _batch.CaptionEmotions, _batch.CaptionWeights, weights.Caption);
        var similarity = _activations.Similarity is { } head
            ? MmvaLoss.Part(
                head.Output, _batch.Similarities, _batch.SimilarityWeights.AsSpan(0, _batch.Count), weights.Similarity,
                _outputGradients.OfSimilarity.Output)
            : 0;
        var total = weights.Image * image + weights.Music * music + weights.Caption * caption + weights.Similarity * similarity;
        return new(image, music, caption, similarity, total);
    }

    private double? Validate()
    {
        if (Best is null) return null;
        var score = Options.ValidationScore!(Model);
        if (score < BestScore)
        {
            (BestScore, BestEpoch) = (score, Epoch);
            Model.Weights.CopyTo(Best);
            if (Options.BestModelPath is { } path) Model.Save(path);
        }
        return score;
    }

    private void SaveDueCheckpoint()
    {
        if (Options.CheckpointPath is { } path && (Epoch % Options.CheckpointEvery == 0 || Step == Steps || IsExhausted)) SaveCheckpoint(path);
    }

    private FeatureBatch FeaturesOf(Modality modality) => modality switch
    {
        Modality.Image => _source.Images,
        Modality.Music => _source.Music,
        _ => _source.Captions,
    };

    private int[] RowsOf(Modality modality) => modality switch
    {
        Modality.Image => _batch.ImageRows,
        Modality.Music => _batch.MusicRows,
        _ => _batch.CaptionRows,
    };
}
