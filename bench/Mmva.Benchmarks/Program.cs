using System.CommandLine;
using ConsoleProgram;
using Mmva.Benchmarks;
using Mmva.Benchmarks.Index;
using Mmva.Benchmarks.Scale;

return await new RootCommand("Mmva beside what one would run instead, in turns on the same machine.")
{
    TrainingBenchmark.Command(),
    CompactCommand.Command(),
    TowersCommand.Command(),
    IndexCommand.Command(),
    PathCommand.Command(),
    LoadingCommand.Command(),
    LoadingCommand.ChildCommand(),
    ImagesCommand.Command(),
    ScaleCommand.Command(),
}.RunAsync(args is [] ? ["--help"] : args);
