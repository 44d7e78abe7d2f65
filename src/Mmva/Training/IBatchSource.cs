namespace Mmva.Training;

/// <summary>Features and labels to train on, and how they are matched.</summary>
/// <remarks>
/// Everything random has to come from the source of random numbers that is handed in, and nothing but <see cref="BeginEpoch"/> may carry state
/// from one step to the next: then a run that goes on from a checkpoint sees the same batches. A trainer calls from one thread.
/// </remarks>
public interface IBatchSource
{
    /// <summary>Image features, [images, layers, width].</summary>
    FeatureBatch Images { get; }

    /// <summary>Music features, [pieces, layers, width].</summary>
    FeatureBatch Music { get; }

    /// <summary>Caption features, [captions, layers, width].</summary>
    FeatureBatch Captions { get; }

    /// <summary>σ of Eq. 1 that the similarities of the batches follow. The trainer stores it with the model.</summary>
    /// <value><see langword="null"/> if it is not known, which is the default.</value>
    double? Sigma => null;

    /// <summary>Steps of one epoch at a given batch size; at least 1.</summary>
    int StepsPerEpoch(int batchSize);

    /// <summary>Called before the first step of an epoch, and again when a run goes on in the middle of one: draws the epoch's order, if there is one.</summary>
    void BeginEpoch(RandomSource random);

    /// <summary>Fills the batch of one step.</summary>
    /// <param name="batch">To be filled; weights are 1 and the count is the capacity beforehand.</param>
    /// <param name="step">The step within the epoch, from 0.</param>
    /// <param name="random">The trainer's random numbers.</param>
    void Fill(MatchedBatch batch, int step, RandomSource random);
}
