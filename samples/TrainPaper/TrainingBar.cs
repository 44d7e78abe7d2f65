using System.Diagnostics;
using System.Globalization;
using Mmva.Training;

namespace TrainPaper;

/// <summary>Progress on standard error: a bar on a terminal, and otherwise a line now and then.</summary>
internal sealed class TrainingBar(TextWriter output, Func<int?> columns) : IProgress<TrainingProgress>, IDisposable
{
    private const int Cells = 24, LeastColumns = 60;

    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10), BarInterval = TimeSpan.FromSeconds(0.2);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next;
    private long _firstStep = -1;
    private (int Epoch, double Score)? _best;
    private string? _pending;
    private bool _isOpen;

    /// <summary>On standard error.</summary>
    public static TrainingBar OnConsole() => new(
        Console.Error, () => !Console.IsErrorRedirected && Console.WindowWidth is > 1 and var width ? width : null);

    public void Report(TrainingProgress value)
    {
        if (_firstStep < 0) _firstStep = value.Step - 1;
        if (value.ValidationScore is { } score && !(score >= _best?.Score)) _best = (value.Epoch, score);
        var width = columns();
        _pending = Line(value, width);
        var isLast = value.Step == value.Steps;
        if (_watch.Elapsed < _next && !isLast) return;
        Write(width);
        _next = _watch.Elapsed + (width is null ? LineInterval : BarInterval);
    }

    /// <summary>Shows the last report, and leaves the line of the bar.</summary>
    public void Dispose()
    {
        Write(columns());
        if (_isOpen) output.WriteLine();
        _isOpen = false;
    }

    private void Write(int? width)
    {
        if (_pending is null) return;
        if (width is null) output.WriteLine(_pending);
        else output.Write("\r" + _pending[..Math.Min(_pending.Length, width.Value - 1)].PadRight(width.Value - 1));
        _isOpen = width is not null;
        _pending = null;
    }

    private string Line(TrainingProgress value, int? width)
    {
        var bar = "";
        if (width >= LeastColumns)
        {
            var filled = (int)(Cells * value.Step / value.Steps);
            bar = $"[{new string('#', filled)}{new string('.', Cells - filled)}] ";
        }
        var best = _best is { } found ? Invariant($", best validation {found.Score:F4} in epoch {found.Epoch}") : "";
        return Invariant($"{bar}epoch {value.Epoch} of {value.Epochs}, loss {value.Loss.Total:F4}{Left(value)}{best}");
    }

    private string Left(TrainingProgress value)
    {
        if (value.Step == value.Steps || _watch.Elapsed < TimeSpan.FromSeconds(1)) return "";
        var left = _watch.Elapsed * ((double)(value.Steps - value.Step) / (value.Step - _firstStep));
        return left.TotalHours >= 1 ? Invariant($", {(int)left.TotalHours} h {left.Minutes} min left")
            : left.TotalMinutes >= 1 ? Invariant($", {left.TotalMinutes:F0} min left") : Invariant($", {left.TotalSeconds:F0} s left");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
