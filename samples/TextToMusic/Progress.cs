using System.Diagnostics;

namespace TextToMusic;

/// <summary>Counts on standard error, for work that takes more than a second.</summary>
internal sealed class Progress(int total)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(1);
    private int _done;

    public void CountOne()
    {
        _done++;
        if (_since.Elapsed < _next) return;
        Console.Error.WriteLine($"{_done} of {total} tracks in {_since.Elapsed.TotalSeconds:F0} s");
        _next = _since.Elapsed + Interval;
    }
}
