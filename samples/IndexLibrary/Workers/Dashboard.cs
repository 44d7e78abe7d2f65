using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IndexLibrary.Workers;

/// <summary>Hangfire's pages about queue, workers and failed jobs. Reachable from this machine only: they let visitors delete jobs.</summary>
internal static class Dashboard
{
    /// <param name="storage">The queue.</param>
    /// <param name="port">Where it listens; null for no dashboard.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<IAsyncDisposable?> StartAsync(JobStorage storage, int? port, CancellationToken cancellationToken)
    {
        if (port is null) return null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        builder.Services.AddHangfire(hangfire => hangfire.UseStorage(storage));
        var web = builder.Build();
        web.UseHangfireDashboard("");
        await web.StartAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"the dashboard is at http://localhost:{port}");
        return web;
    }
}
