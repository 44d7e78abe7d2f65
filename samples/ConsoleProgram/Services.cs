using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;

namespace ConsoleProgram;

/// <summary>Mmva with its trained default, and a log on standard error: standard output is for results.</summary>
public static class Services
{
    public static ServiceProvider Build(
        Action<IMmvaBuilder>? add = null, Action<MmvaOptions>? configure = null, Action<ILoggingBuilder>? logging = null)
    {
        var services = new ServiceCollection().AddLogging(log =>
        {
            log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            logging?.Invoke(log);
        });
        var mmva = services.AddMmva(configure).UseCompact();
        add?.Invoke(mmva);
        return services.BuildServiceProvider();
    }
}
