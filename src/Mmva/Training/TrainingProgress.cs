namespace Mmva.Training;

/// <summary>How far a training is.</summary>
/// <param name="Epoch">The epoch at work or just ended, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all, unless it ends early.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="Loss">The mean over the epoch's steps so far.</param>
/// <param name="ValidationScore">Of the epoch that just ended; null in the middle of one, or without validation.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, long Step, long Steps, double LearningRate, LossParts Loss, double? ValidationScore);

/// <summary>How a training ended.</summary>
/// <param name="Epochs">Epochs done, those before a checkpoint included.</param>
/// <param name="Loss">The mean loss of the last epoch.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights the model now has; the last one without validation.</param>
/// <param name="BestScore">Its validation score; null without validation.</param>
public sealed record TrainingResult(int Epochs, LossParts Loss, int BestEpoch, double? BestScore);
