namespace Mmva.Training;

/// <summary>What is logged of an epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">The number of completed steps.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Loss">The mean loss over the steps of the epoch.</param>
/// <param name="ValidationScore">The score after the epoch, or null without validation.</param>
/// <param name="Seconds">The seconds of training up to here, without the time between a stop and its resumption.</param>
internal readonly record struct EpochRow(int Epoch, long Step, double LearningRate, LossParts Loss, double? ValidationScore, double Seconds);
