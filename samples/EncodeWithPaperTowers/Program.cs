// Pictures, music and captions through the three towers of the paper.

using EncodeWithPaperTowers;
using Mmva;
using Mmva.Encoders.Clip;
using Mmva.Encoders.Mert;
using Mmva.Encoders.Roberta;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}
Arguments given;
try
{
    given = Arguments.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{Arguments.Usage}");
    return 2;
}
using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; cancel.Cancel(); };
try
{
    if (given.Download) await Downloads.RunAsync(given, cancel.Token);
    var absent = PaperTower.All.Where(tower => !tower.IsIn(given.Folder)).ToList();
    if (absent.Count > 0)
    {
        Console.Error.WriteLine(AbsentWeights.Message(given, absent));
        return 2;
    }

    var inputs = await Inputs.ReadAsync(given.Inputs, cancel.Token);
    await Report.RunAsync(PaperTower.Clip, () => ClipEncoder.Load(PaperTower.Clip.FolderIn(given.Folder), new() { Precision = given.Precision }), inputs.Pictures, cancel.Token);
    await Report.RunAsync(PaperTower.Mert, () => MertEncoder.Load(PaperTower.Mert.FolderIn(given.Folder), new() { Precision = given.Precision }), inputs.Music, cancel.Token);
    await Report.RunAsync(PaperTower.Roberta, () => RobertaEncoder.Load(PaperTower.Roberta.FolderIn(given.Folder), new() { Precision = given.Precision }), inputs.Captions, cancel.Token);
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped. A download goes on where it was when it is started again.");
    return 130;
}
catch (Exception e) when (e is MmvaException or ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
