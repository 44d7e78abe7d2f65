using Mmva;
using Mmva.Training;
using Mmva.WeightFiles;

namespace TrainPaper;

/// <summary>A training run that is logged and can be stopped and resumed.</summary>
internal static class Run
{
    /// <summary>Trains, or resumes the run of an earlier call.</summary>
    /// <returns>The result, or null if it was stopped: then it is saved, and the same command resumes it.</returns>
    public static TrainingResult? Train(MmvaTrainer trainer, Arguments arguments, double? trivialScore, CancellationToken cancellationToken)
    {
        var checkpoint = arguments.LastCheckpoint;
        if (arguments.Restart) Forget(arguments);
        if (File.Exists(checkpoint)) Resume(trainer, checkpoint);
        using var bar = TrainingBar.OnConsole();
        using var log = arguments.Log is { } folder ? TrainingLog.Open(folder, trainer, bar, trivialScore) : null;
        try
        {
            var result = trainer.Train((IProgress<TrainingProgress>?)log ?? bar, cancellationToken);
            log?.Dispose();
            if (log?.Failure is { } failure) Console.Error.WriteLine(failure.Message);
            return result;
        }
        catch (OperationCanceledException)
        {
            trainer.SaveCheckpoint(checkpoint);
            bar.Dispose();
            Console.Error.WriteLine($"Stopped after {trainer.Epoch} of {trainer.Options.Epochs} epochs, and saved in {checkpoint}. "
                + "The same command resumes from there, to the same result.");
            return null;
        }
    }

    private static void Resume(MmvaTrainer trainer, string checkpoint)
    {
        try
        {
            trainer.Resume(checkpoint);
        }
        catch (WeightFileException e)
        {
            throw new MmvaException($"{e.Message} Begin anew with --restart, or choose another file with --out.", e);
        }
        Console.Error.WriteLine($"resuming after {trainer.Epoch} of {trainer.Options.Epochs} epochs, from {checkpoint}");
    }

    private static void Forget(Arguments arguments)
    {
        File.Delete(arguments.LastCheckpoint);
        File.Delete(arguments.BestModel);
        if (!Directory.Exists(arguments.Log)) return;
        foreach (var pattern in new[] { "log.csv", "run.json", "curves.html", "events.out.tfevents.*.mmva" })
            foreach (var file in Directory.GetFiles(arguments.Log, pattern)) File.Delete(file);
    }
}
