using System.Diagnostics;
using Mmva;

namespace SummarizeVideo;

/// <summary>Says on standard error how far the work is, every two seconds.</summary>
internal sealed class ConsoleProgress : IProgress<VideoSummaryProgress>, IProgress<double>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(1);

    public void Report(VideoSummaryProgress value) =>
        Say($"{(value.Listening ? "listened" : "looked")} at {value.Position:h\\:mm\\:ss}{(value.Duration is { } duration ? $" of {duration:h\\:mm\\:ss}" : "")}");

    public void Report(double value) => Say($"cut {value:P0}");

    private void Say(string text)
    {
        if (_since.Elapsed < _next) return;
        Console.Error.WriteLine($"{text} after {_since.Elapsed.TotalSeconds:F0} s");
        _next = _since.Elapsed + Interval;
    }
}
