using Mmva.Parity;

const string usage = """
    Replays golden folders, the outputs of reference implementations, and compares.

    usage: dotnet run -c Release --project tests/Mmva.Parity -- FOLDER... [--pretrained FOLDER]

      FOLDER               a golden folder, or a folder of golden folders; its kind is told by its name
      --pretrained FOLDER  the folder with efficientnet-lite0, musicnn and minilm (default: the weights of Mmva.Compact)

    One line per output: folder/output  max_abs_err  max_rel_err  ok|FAIL|skipped (why). Exit code 1 if anything fails.
    """;

var folders = new List<string>();
string? pretrained = null;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] is "--help" or "-h") { Console.WriteLine(usage); return 0; }
    if (args[i] == "--pretrained" && i + 1 < args.Length) pretrained = args[++i];
    else if (args[i].StartsWith('-')) { Console.Error.WriteLine($"unknown option {args[i]}\n\n{usage}"); return 2; }
    else folders.Add(args[i]);
}
if (folders.Count == 0) { Console.Error.WriteLine(usage); return 2; }

var failed = 0;
foreach (var folder in folders.SelectMany(GoldenFolder.Expand))
    foreach (var row in ParityRunner.Replay(folder, pretrained))
    {
        Console.WriteLine(row);
        if (row.Verdict == Verdict.Fail) failed++;
    }
if (failed > 0) Console.Error.WriteLine($"{failed} outputs differ");
return failed > 0 ? 1 : 0;
