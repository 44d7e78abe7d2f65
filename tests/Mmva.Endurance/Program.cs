using System.CommandLine;
using ConsoleProgram;
using Mmva.Endurance.Disks;
using Mmva.Endurance.Kills;
using Mmva.Endurance.Kills.Children;
using Mmva.Endurance.Processors;
using Mmva.Endurance.Retriever;
using Mmva.Endurance.Soak;

return await new RootCommand("What Mmva withstands: hours under load, processes that are killed, full disks, other processors.")
{
    SoakCommand.Command(),
    KillCommand.Command(),
    DiskCommand.Command(),
    ProcessorsCommand.Command(),
    RetrieverCommand.Command(),
    ComputeChild.Command(),
    CacheChild.Command(),
    CatalogueChild.Command(),
    DownloadChild.Command(),
    IndexChild.Command(),
}.RunAsync(args is [] ? ["--help"] : args);
