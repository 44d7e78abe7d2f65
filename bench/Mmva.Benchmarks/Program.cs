using Mmva.Benchmarks;
using Mmva.Benchmarks.Index;

const string usage = $"""
    Mmva beside what one would run instead, in turns on the same machine.

    usage: dotnet run -c Release --project bench/Mmva.Benchmarks -- COMMAND [options]

    {TrainingBenchmark.Usage}
    {CompactCommand.Usage}
    {TowersCommand.Usage}
    {IndexCommand.Usage}
    {LoadingCommand.Usage}
    {ImagesCommand.Usage}
    """;

switch (args.FirstOrDefault())
{
    case null or "--help" or "-h": Console.WriteLine(usage); return 0;
    case "training": return TrainingBenchmark.Run(args[1..]);
    case "compact": return CompactCommand.Run(args.AsSpan(1));
    case "towers": return TowersCommand.Run(args.AsSpan(1));
    case "index": return IndexCommand.Run(args[1..]);
    case "loading": return LoadingCommand.Run(args.AsSpan(1));
    case "images": return ImagesCommand.Run(args.AsSpan(1));
    case LoadingCommand.Child: return LoadingCommand.RunChild(args[1..]);
    default: Console.Error.WriteLine($"unknown command {args[0]}\n\n{usage}"); return 2;
}
