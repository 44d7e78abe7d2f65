namespace Mmva.Training;

/// <summary>How an <see cref="MmvaTrainer"/> works; the defaults are the paper's.</summary>
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

    /// <summary>The learning rate that cosine annealing ends at, after the last step of the last epoch.</summary>
    /// <value>The default is 0.</value>
    public double MinimumLearningRate { get; set; }

    /// <summary>Decoupled weight decay; every step shrinks every weight by learning rate × this.</summary>
    /// <value>The default is <see cref="DefaultWeightDecay"/>.</value>
    public double WeightDecay { get; set; } = DefaultWeightDecay;

    /// <summary>AdamW's decay of the mean gradient.</summary>
    /// <value>The default is <see cref="DefaultBeta1"/>.</value>
    public double Beta1 { get; set; } = DefaultBeta1;

    /// <summary>AdamW's decay of the mean squared gradient.</summary>
    /// <value>The default is <see cref="DefaultBeta2"/>.</value>
    public double Beta2 { get; set; } = DefaultBeta2;

    /// <summary>What AdamW adds to the root of the mean squared gradient.</summary>
    /// <value>The default is <see cref="DefaultEpsilon"/>.</value>
    public double Epsilon { get; set; } = DefaultEpsilon;

    /// <summary>Gradients whose norm, over all weights together, is larger are scaled down to it; null leaves them alone.</summary>
    /// <value>The default is null.</value>
    public double? MaxGradientNorm { get; set; }

    /// <summary>Epochs in all; the learning rate's cosine spans them.</summary>
    /// <value>The default is <see cref="DefaultEpochs"/>.</value>
    public int Epochs { get; set; } = DefaultEpochs;

    /// <summary>Examples of one step.</summary>
    /// <value>The default is <see cref="DefaultBatchSize"/>.</value>
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>How much each part of the loss counts.</summary>
    /// <value>The default is <see cref="LossWeights.Equal"/>.</value>
    public LossWeights LossWeights { get; set; } = LossWeights.Equal;

    /// <summary>Decides everything random: matching and dropout. The model's own seed decides its start weights.</summary>
    /// <value>The default is 0.</value>
    public ulong Seed { get; set; }

    /// <summary>Threads to compute on. Any number gives the same bits.</summary>
    /// <value>The default is the number of processors.</value>
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>Called after every epoch with the model as it is; returns a score, lower is better. The weights of the best epoch are kept.</summary>
    /// <value>The default is null: no validation, the last weights are the result.</value>
    public Func<MmvaModel, double>? Validate { get; set; }

    /// <summary>Ends the training when so many epochs in a row brought no better score. Needs <see cref="Validate"/>.</summary>
    /// <value>The default is null: all epochs.</value>
    public int? Patience { get; set; }

    /// <summary>Where to write checkpoints, a safetensors file that is replaced every time.</summary>
    /// <value>The default is null: none.</value>
    public string? CheckpointPath { get; set; }

    /// <summary>Epochs from one checkpoint to the next.</summary>
    /// <value>The default is <see cref="DefaultCheckpointEvery"/>.</value>
    public int CheckpointEvery { get; set; } = DefaultCheckpointEvery;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is not possible; the message names all that are not.</exception>
    internal void Check()
    {
        var wrong = new List<string>();
        void Expect(string name, object value, bool good, string allowed)
        {
            if (!good) wrong.Add(FormattableString.Invariant($"{name} is {value}, allowed is {allowed}"));
        }
        Expect(nameof(LearningRate), LearningRate, LearningRate > 0 && double.IsFinite(LearningRate), "a number above 0");
        Expect(nameof(MinimumLearningRate), MinimumLearningRate, MinimumLearningRate >= 0 && MinimumLearningRate <= LearningRate, $"0 to {nameof(LearningRate)}");
        Expect(nameof(WeightDecay), WeightDecay, WeightDecay >= 0 && double.IsFinite(WeightDecay), "a number of at least 0");
        Expect(nameof(Beta1), Beta1, Beta1 is >= 0 and < 1, "0 up to, not including, 1");
        Expect(nameof(Beta2), Beta2, Beta2 is >= 0 and < 1, "0 up to, not including, 1");
        Expect(nameof(Epsilon), Epsilon, Epsilon > 0 && double.IsFinite(Epsilon), "a number above 0");
        Expect(nameof(MaxGradientNorm), MaxGradientNorm ?? 0, MaxGradientNorm is null or > 0, "null or a number above 0");
        Expect(nameof(Epochs), Epochs, Epochs > 0, "1 or more");
        Expect(nameof(BatchSize), BatchSize, BatchSize is > 0 and <= 1 << 16, "1 to 65536");
        Expect(nameof(LossWeights), LossWeights, new[] { LossWeights.Image, LossWeights.Music, LossWeights.Caption, LossWeights.Similarity }.All(w => w >= 0 && double.IsFinite(w)), "numbers of at least 0");
        Expect(nameof(Threads), Threads, Threads is > 0 and <= 1024, "1 to 1024");
        Expect(nameof(Patience), Patience ?? 0, Patience is null or > 0, "null or 1 or more");
        Expect(nameof(Patience), Patience ?? 0, Patience is null || Validate is not null, $"null where {nameof(Validate)} is null");
        Expect(nameof(CheckpointEvery), CheckpointEvery, CheckpointEvery > 0, "1 or more");
        if (wrong.Count > 0) throw new ArgumentException($"Trainer options: {string.Join("; ", wrong)}.");
    }
}
