using System.CommandLine;
using ConsoleProgram;
using Mmva.Benchmarks;
using Mmva.Benchmarks.Index;

return await new RootCommand("Mmva beside what one would run instead, in turns on the same machine.")
{
    TrainingBenchmark.Command(),
    CompactCommand.Command(),
    TowersCommand.Command(),
    IndexCommand.Command(),
    LoadingCommand.Command(),
    LoadingCommand.ChildCommand(),
    ImagesCommand.Command(),
}.RunAsync(args is [] ? ["--help"] : args);
