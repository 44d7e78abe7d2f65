namespace Mmva.Training;

/// <summary>The features and labels to train on, matched in batches.</summary>
/// <remarks>
/// All randomness must come from the <see cref="RandomSource"/> passed in, and only <see cref="BeginEpoch"/> may carry state from one step to the
/// next, so that a run resumed from a checkpoint gets the same batches. A trainer calls all members from one thread.
/// </remarks>
public interface IBatchSource
{
    /// <summary>Image features, [images, layers, width].</summary>
    FeatureBatch Images { get; }

    /// <summary>Music features, [pieces, layers, width].</summary>
    FeatureBatch Music { get; }

    /// <summary>Caption features, [captions, layers, width].</summary>
    FeatureBatch Captions { get; }

    /// <summary>σ of Eq. 1 from which the similarities are computed. A trainer stores it in <see cref="MmvaModelOptions.Sigma"/>.</summary>
    /// <value>The default is <see langword="null"/>: not known.</value>
    double? Sigma => null;

    /// <summary>Returns the number of steps per epoch for a batch size; at least 1.</summary>
    int StepsPerEpoch(int batchSize);

    /// <summary>Draws the order of an epoch. Called before its first step, and again when a run resumes in the middle of it.</summary>
    void BeginEpoch(RandomSource random);

    /// <summary>Fills the batch of one step.</summary>
    /// <param name="batch">The batch to fill, whose weights are 1 and whose count is the capacity beforehand.</param>
    /// <param name="step">The step within the epoch, from 0.</param>
    /// <param name="random">The trainer's random numbers.</param>
    void Fill(MatchedBatch batch, int step, RandomSource random);
}
