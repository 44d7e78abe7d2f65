using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;

namespace ConsoleProgram;

/// <summary>The services of a console program: Mmva with its trained default, and a log on standard error, because standard output is for results.</summary>
public static class Services
{
    /// <summary>Builds the container.</summary>
    /// <param name="add">Adds what the program needs besides the trained default; optional.</param>
    /// <param name="configure">Configures Mmva; optional.</param>
    /// <param name="logging">Configures the log; optional.</param>
    public static ServiceProvider Build(Action<IMmvaBuilder>? add = null, Action<MmvaOptions>? configure = null, Action<ILoggingBuilder>? logging = null)
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
