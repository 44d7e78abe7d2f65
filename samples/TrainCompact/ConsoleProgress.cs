namespace TrainCompact;

/// <summary>One line on stderr that is written over, at most five times a second.</summary>
internal sealed class ConsoleProgress<T>(Func<T, string> describe) : IProgress<T>
{
    private long _shown;
    private string _last = "";

    public void Report(T value)
    {
        _last = describe(value);
        if (Console.IsErrorRedirected || Environment.TickCount64 - _shown < 200) return;
        _shown = Environment.TickCount64;
        Console.Error.Write($"\r{_last}\e[K");
    }

    public void End() => Console.Error.WriteLine(Console.IsErrorRedirected ? _last : $"\r{_last}\e[K");
}
