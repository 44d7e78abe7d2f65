using ConsoleProgram;
using Mmva.Parity;

return await ParityOptions.Command((folders, options) =>
{
    int failed = 0, compared = 0;
    foreach (var folder in folders.SelectMany(GoldenFolder.Expand))
        foreach (var row in ParityRunner.Replay(folder, options))
        {
            Console.WriteLine(row);
            if (row.Verdict != Verdict.Skipped) compared++;
            if (row.Verdict == Verdict.Fail) failed++;
        }
    if (failed > 0) Console.Error.WriteLine($"{failed} outputs differ");
    if (compared == 0) Console.Error.WriteLine("nothing was compared");
    return failed > 0 || compared == 0 ? 1 : 0;
}).RunAsync(args);
