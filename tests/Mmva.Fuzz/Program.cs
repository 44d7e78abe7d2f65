using ConsoleProgram;
using Mmva.Fuzz;
using Mmva.Fuzz.Engine;
using Mmva.Fuzz.Targets;

if (args is [WorkerCommand.Name, ..]) return WorkerCommand.Run(args);

return await CampaignOptions.Command(
    (options, cancellationToken) => new Campaign(options, string.Join(' ', args)).RunAsync(cancellationToken),
    Replay.RunAsync,
    () =>
    {
        foreach (var name in AllTargets.Names)
        {
            using var target = AllTargets.Find(name);
            Console.WriteLine($"{name,-20} {target.Covers}");
        }
        return Task.FromResult(0);
    }).RunAsync(args);
