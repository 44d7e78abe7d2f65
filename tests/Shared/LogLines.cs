using Microsoft.Extensions.Logging;

namespace Mmva.TestSupport;

/// <summary>Keeps what was logged. Hand it over as the factory, or as <c>new Logger&lt;T&gt;(lines)</c>.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    public List<string> Lines { get; } = [];

    /// <summary>The category of each logger that was asked for.</summary>
    public List<string> Categories { get; } = [];

    public ILogger CreateLogger(string categoryName)
    {
        lock (Lines) Categories.Add(categoryName);
        return this;
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines) Lines.Add(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
