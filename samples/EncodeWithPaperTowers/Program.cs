// Images, music and captions through the three towers of the paper.

using ConsoleProgram;
using EncodeWithPaperTowers;
using Mmva.Encoders;

return await Arguments.Command(async (given, cancellationToken) =>
{
    if (given.Download) await PaperTower.DownloadAsync(given, cancellationToken);
    var missing = PaperTower.All.Where(tower => !tower.IsIn(given.Folder)).ToList();
    if (missing.Count > 0)
    {
        Console.Error.WriteLine(PaperTower.HowToFetch(given, missing));
        return 2;
    }

    var failures = new Failures();
    var inputs = await Inputs.ReadAsync(given.Inputs, given.Audio, failures, cancellationToken);
    var (clip, mert, roberta) = (PaperTower.Clip, PaperTower.Mert, PaperTower.Roberta);
    await Report.RunAsync(
        clip, () => ClipEncoder.Load(clip.FolderIn(given.Folder), new() { Precision = given.Precision }),
        inputs.Select(input => (input.Name, input.Content.Image)), failures, cancellationToken);
    await Report.RunAsync(
        mert, () => MertEncoder.Load(mert.FolderIn(given.Folder), new() { Precision = given.Precision }),
        inputs.Select(input => (input.Name, input.Content.Music)), failures, cancellationToken);
    await Report.RunAsync(
        roberta, () => RobertaEncoder.Load(roberta.FolderIn(given.Folder), new() { Precision = given.Precision }),
        inputs.Select(input => (input.Name, input.Content.Caption)), failures, cancellationToken);
    return failures.ExitCode;
}).RunAsync(args, canceled: "Stopped. Started again, a download resumes.");
