using System.Diagnostics;

namespace ConsoleProgram;

/// <summary>Progress on standard error: a line every two seconds, for work that takes longer than one second.</summary>
public sealed class ConsoleProgress<T>(Func<T, string> describe) : IProgress<T>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(1);

    public void Report(T value)
    {
        lock (_lock)
        {
            if (_since.Elapsed < _next) return;
            Console.Error.WriteLine($"{describe(value)} after {_since.Elapsed.TotalSeconds:F0} s");
            _next = _since.Elapsed + Interval;
        }
    }
}
