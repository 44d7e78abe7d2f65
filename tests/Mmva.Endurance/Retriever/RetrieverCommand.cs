using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mmva.Endurance.Results;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Retriever;

/// <summary>A generic host with a retriever, in a process of its own, so that its memory can be watched.</summary>
internal static class RetrieverCommand
{
    private const string Name = "retriever-host";
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    public static Command Command()
    {
        var minutes = CommandLine.Number("--minutes", "M", "How long.", 0.1, 100_000, fallback: 1.0);
        var tasks = CommandLine.Number("--tasks", "N", "Tasks that query at once.", 1, 1000, fallback: 32);
        var seed = CommandLine.Number<ulong>("--seed", "N", "Chooses items and queries.", 0, int.MaxValue, fallback: 1);
        var command = new Command(Name, "The part of soak that queries a retriever while items are added and removed; prints JSON.")
        {
            minutes, tasks, seed,
        };
        command.SetAction((line, cancellationToken) => RunAsync(
            TimeSpan.FromMinutes(line.GetValue(minutes)), line.GetValue(tasks), (int)line.GetValue(seed), cancellationToken));
        return command;
    }

    /// <summary>Runs the command as a process of its own and watches it.</summary>
    public static async Task<RetrieverReport?> StartAsync(
        TimeSpan length, int tasks, ulong seed, RunResult result, CancellationToken cancellationToken)
    {
        using var process = Process.Start(BuiltProgram.Self(
            Name, "--minutes", length.TotalMinutes.ToString(CultureInfo.InvariantCulture), "--tasks", $"{tasks}", "--seed", $"{seed}"))!;
        var watch = new ProcessWatch(process.Id);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = watch.RunAsync(SampleInterval, end.Token);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            await end.CancelAsync();
        }
        await watching;
        if (process.ExitCode != 0)
        {
            result.Fail($"the retriever's host ended with the exit code {process.ExitCode}: {await errors}");
            return null;
        }
        var report = JsonSerializer.Deserialize<RetrieverReport>(await output, JsonSerializerOptions.Web)!;
        foreach (var failure in report.Failures) result.Fail($"the retriever: {failure}");
        return report with { Use = ProcessUse.Of(watch.Samples) };
    }

    private static async Task<int> RunAsync(TimeSpan length, int tasks, int seed, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMmva().UseCompact().AddRetrieval();
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var services = host.Services;
        var work = new RetrieverWork(
            services.GetRequiredService<IEmotionRetriever>(), services.GetRequiredService<IEmotionPredictor>(),
            services.GetRequiredService<EmotionalSimilarity>(), seed);
        var report = await work.RunAsync(tasks, length, cancellationToken);
        await host.StopAsync(cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        return 0;
    }
}
