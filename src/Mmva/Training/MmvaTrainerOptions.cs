using System.ComponentModel.DataAnnotations;

namespace Mmva.Training;

/// <summary>Settings of an <see cref="MmvaTrainer"/>. The defaults are the paper's.</summary>
public sealed class MmvaTrainerOptions
{
    /// <summary>The default of <see cref="LearningRate"/>.</summary>
    public const double DefaultLearningRate = 3e-4;
    /// <summary>The default of <see cref="WeightDecay"/>.</summary>
    public const double DefaultWeightDecay = 0.01;
    /// <summary>The default of <see cref="Beta1"/>.</summary>
    public const double DefaultBeta1 = 0.9;
    /// <summary>The default of <see cref="Beta2"/>.</summary>
    public const double DefaultBeta2 = 0.999;
    /// <summary>The default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 1e-8;
    /// <summary>The default of <see cref="Epochs"/>.</summary>
    public const int DefaultEpochs = 1000;
    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 128;
    /// <summary>The default of <see cref="CheckpointEvery"/>.</summary>
    public const int DefaultCheckpointEvery = 1;

    /// <summary>The learning rate of the first step.</summary>
    /// <value>The default is <see cref="DefaultLearningRate"/>.</value>
    public double LearningRate { get; set; } = DefaultLearningRate;

    /// <summary>The learning rate that cosine annealing reaches after the last step of the last epoch.</summary>
    /// <value>The default is 0.</value>
    public double MinimumLearningRate { get; set; }

    /// <summary>Decoupled weight decay: every step shrinks every weight by learning rate × this.</summary>
    /// <value>The default is <see cref="DefaultWeightDecay"/>.</value>
    public double WeightDecay { get; set; } = DefaultWeightDecay;

    /// <summary>AdamW's decay rate of the mean gradient.</summary>
    /// <value>The default is <see cref="DefaultBeta1"/>.</value>
    public double Beta1 { get; set; } = DefaultBeta1;

    /// <summary>AdamW's decay rate of the mean squared gradient.</summary>
    /// <value>The default is <see cref="DefaultBeta2"/>.</value>
    public double Beta2 { get; set; } = DefaultBeta2;

    /// <summary>The constant that AdamW adds to the root of the mean squared gradient.</summary>
    /// <value>The default is <see cref="DefaultEpsilon"/>.</value>
    public double Epsilon { get; set; } = DefaultEpsilon;

    /// <summary>
    /// The largest norm of all gradients together, above which they are scaled down to it, or <see langword="null"/> for no clipping.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public double? MaxGradientNorm { get; set; }

    /// <summary>The number of epochs, which is also the span of cosine annealing.</summary>
    /// <value>The default is <see cref="DefaultEpochs"/>.</value>
    [Range(1, int.MaxValue)]
    public int Epochs { get; set; } = DefaultEpochs;

    /// <summary>The number of examples per step.</summary>
    /// <value>The default is <see cref="DefaultBatchSize"/>.</value>
    [Range(1, 1 << 16)]
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>The weight of each part of the loss.</summary>
    /// <value>The default is <see cref="LossWeights.Equal"/>.</value>
    public LossWeights LossWeights { get; set; } = LossWeights.Equal;

    /// <summary>The seed of matching and dropout. The model's own seed determines its initial weights.</summary>
    /// <value>The default is 0.</value>
    public ulong Seed { get; set; }

    /// <summary>The number of threads. The result has the same bits for any number.</summary>
    /// <value>The default is the number of processors.</value>
    [Range(1, 1024)]
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// Returns the score of the current model, lower being better. Called after every epoch; the weights of the best epoch are kept.
    /// </summary>
    /// <value>The default is <see langword="null"/>: no validation, and the last weights are the result.</value>
    public Func<MmvaModel, double>? ValidationScore { get; set; }

    /// <summary>
    /// The number of epochs without a better score after which training stops, or <see langword="null"/> for all epochs.
    /// Requires <see cref="ValidationScore"/>.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    [Range(1, int.MaxValue)]
    public int? Patience { get; set; }

    /// <summary>
    /// The file to which the model is saved whenever its validation score is the best so far, or <see langword="null"/> for none: a model to use
    /// while training goes on. Requires <see cref="ValidationScore"/>.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? BestModelPath { get; set; }

    /// <summary>
    /// The safetensors file to which checkpoints are written, each replacing the last, or <see langword="null"/> for no checkpoints.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? CheckpointPath { get; set; }

    /// <summary>The number of epochs between checkpoints.</summary>
    /// <value>The default is <see cref="DefaultCheckpointEvery"/>.</value>
    [Range(1, int.MaxValue)]
    public int CheckpointEvery { get; set; } = DefaultCheckpointEvery;
}
