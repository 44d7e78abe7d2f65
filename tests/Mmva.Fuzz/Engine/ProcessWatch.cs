using System.Globalization;

namespace Mmva.Fuzz.Engine;

/// <summary>
/// Watches the memory of this process outside the managed heap, its handles, and files left behind: every few hundred inputs, and if the peak of
/// these rose too far, each of them again, to find which one it was. Linux only.
/// </summary>
internal sealed class ProcessWatch(FuzzTarget target, Judge judge)
{
    private const int Window = 256, WindowsPerHandleCount = 64, MoreHandles = 200, MoreFiles = 20;

    // the collector keeps some
    private const long Slack = 192 << 20;

    private readonly List<(long Index, byte[] Input)> _inputs = new(Window);
    private long _start;
    private int _windows, _handles, _files;

    /// <summary>Starts after what is loaded once was loaded.</summary>
    public void Begin()
    {
        if (!OperatingSystem.IsLinux()) return;
        ResetPeak();
        _start = Kilobytes("VmRSS") << 10;
        _handles = Handles();
        _files = Files();
    }

    /// <summary>Remembers an input, and looks after the last one of a window.</summary>
    public (Finding Finding, long Index, byte[] Input)? After(long index, byte[] input)
    {
        if (!OperatingSystem.IsLinux()) return null;
        _inputs.Add((index, input));
        if (_inputs.Count < Window) return null;
        var found = Look();
        _inputs.Clear();
        return found;
    }

    private (Finding, long, byte[])? Look()
    {
        var peak = Kilobytes("VmHWM") << 10;
        ResetPeak();
        var longest = _inputs.Max(i => i.Input.Length);
        if (peak - _start > Slack + Judge.Limit(longest))
            return Blame() ?? Grown(peak);
        if (++_windows % WindowsPerHandleCount != 0) return null;
        var (handles, files) = (Handles(), Files());
        if (handles - _handles <= MoreHandles && files - _files <= MoreFiles) return null;
        Collect();
        (handles, files) = (Handles() - _handles, Files() - _files);
        if (handles <= MoreHandles && files <= MoreFiles) return null;
        (_handles, _files) = (Handles(), Files());
        return (new("handles", $"left open or behind after {_windows} windows\n{handles} handles and {files} files more than before"),
            _inputs[^1].Index, _inputs[^1].Input);
    }

    private (Finding, long, byte[])? Blame()
    {
        foreach (var (index, input) in _inputs)
        {
            Collect();
            ResetPeak();
            var before = Kilobytes("VmRSS") << 10;
            judge.Run(input);
            var more = (Kilobytes("VmHWM") << 10) - before;
            if (more > Judge.Limit(input.Length) + (16 << 20))
                return (new("memory", $"the resident memory rose by more than ten times the input and 64 MB\nby {more} bytes"), index, input);
        }
        return null;
    }

    private (Finding, long, byte[])? Grown(long peak)
    {
        Collect();
        var now = Kilobytes("VmRSS") << 10;
        var grown = now - _start;
        if (grown <= Slack) return null;
        _start = now;
        return (new("leak", $"the resident memory stays higher\n{grown} bytes more than at the start, peak {peak}"), _inputs[^1].Index,
            _inputs[^1].Input);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static void ResetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static int Handles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private int Files() => Directory.GetFileSystemEntries(target.Scratch, "*", SearchOption.AllDirectories).Length;

    private static long Kilobytes(string name)
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
            if (line.StartsWith(name + ":", StringComparison.Ordinal))
                return long.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer,
                    CultureInfo.InvariantCulture);
        return 0;
    }
}
