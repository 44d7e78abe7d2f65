using Mmva.Parity;

const string usage = """
    Replays golden folders, the outputs of reference implementations, and compares.

    usage: dotnet run -c Release --project tests/Mmva.Parity -- FOLDER... [--pretrained FOLDER] [--tokenizer FOLDER]

      FOLDER               a golden folder, or a folder of golden folders; its kind is told by its name
      --pretrained FOLDER  the folder with efficientnet-lite0, musicnn and minilm (default: the weights of Mmva.Compact)
      --tokenizer FOLDER   the folder with RoBERTa's vocab.json and merges.txt, for roberta-tokenizer

    One line per output: folder/output  max_abs_err  max_rel_err  ok|FAIL|skipped (why). Exit code 1 if anything fails or nothing was compared.
    """;

var folders = new List<string>();
var options = new ParityOptions();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] is "--help" or "-h") { Console.WriteLine(usage); return 0; }
    if (args[i] is "--pretrained" or "--tokenizer" && (i + 1 == args.Length || args[i + 1].StartsWith('-'))) { Console.Error.WriteLine($"{args[i]} needs a folder\n\n{usage}"); return 2; }
    if (args[i] == "--pretrained") options = options with { Pretrained = args[++i] };
    else if (args[i] == "--tokenizer") options = options with { Tokenizer = args[++i] };
    else if (args[i].StartsWith('-')) { Console.Error.WriteLine($"unknown option {args[i]}\n\n{usage}"); return 2; }
    else folders.Add(args[i]);
}
if (folders.Count == 0) { Console.Error.WriteLine(usage); return 2; }

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
