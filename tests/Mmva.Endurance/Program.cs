using System.CommandLine;
using ConsoleProgram;
using Mmva.Endurance.Retriever;
using Mmva.Endurance.Soak;

return await new RootCommand("What Mmva withstands: hours under load, processes that are killed, full disks, other processors.")
{
    SoakCommand.Command(),
    RetrieverCommand.Command(),
}.RunAsync(args is [] ? ["--help"] : args);
