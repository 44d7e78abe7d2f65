namespace Mmva.Training;

/// <summary>The progress of a training run.</summary>
/// <param name="Epoch">The current or just completed epoch, from 1.</param>
/// <param name="Epochs">The total number of epochs.</param>
/// <param name="Step">The number of completed steps.</param>
/// <param name="Steps">The total number of steps, unless training stops early.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Loss">The mean loss over the steps of this epoch so far.</param>
/// <param name="ValidationScore">The score of the just completed epoch, or <see langword="null"/> within an epoch or without validation.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, long Step, long Steps, double LearningRate, LossParts Loss, double? ValidationScore);

/// <summary>The result of a training run.</summary>
/// <param name="Epochs">The number of completed epochs, including those before a resumed checkpoint.</param>
/// <param name="Loss">The mean loss of the last epoch.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights the model has: the best, or the last without validation.</param>
/// <param name="BestScore">Its validation score, or <see langword="null"/> without validation.</param>
public sealed record TrainingResult(int Epochs, LossParts Loss, int BestEpoch, double? BestScore);
