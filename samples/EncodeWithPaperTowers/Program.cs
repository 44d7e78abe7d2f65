// Pictures, music and captions through the three towers of the paper.

using ConsoleProgram;
using EncodeWithPaperTowers;
using Mmva.Encoders;

return await Arguments.Command(async (given, cancellationToken) =>
{
    if (given.Download) await Downloads.RunAsync(given, cancellationToken);
    var absent = PaperTower.All.Where(tower => !tower.IsIn(given.Folder)).ToList();
    if (absent.Count > 0)
    {
        Console.Error.WriteLine(AbsentWeights.Message(given, absent));
        return 2;
    }

    var inputs = await Inputs.ReadAsync(given.Inputs, cancellationToken);
    await Report.RunAsync(PaperTower.Clip, () => ClipEncoder.Load(PaperTower.Clip.FolderIn(given.Folder), new() { Precision = given.Precision }), inputs.Pictures, cancellationToken);
    await Report.RunAsync(PaperTower.Mert, () => MertEncoder.Load(PaperTower.Mert.FolderIn(given.Folder), new() { Precision = given.Precision }), inputs.Music, cancellationToken);
    await Report.RunAsync(PaperTower.Roberta, () => RobertaEncoder.Load(PaperTower.Roberta.FolderIn(given.Folder), new() { Precision = given.Precision }), inputs.Captions, cancellationToken);
    return 0;
}).RunAsync(args, cancelled: "Stopped. A download goes on where it was when it is started again.");
