using System.Diagnostics;
using ConsoleProgram;
using Mmva;

namespace IndexLibrary;

/// <summary>The report of a run: progress and failures on standard error, the summary on standard output. Safe to use from several threads.</summary>
internal sealed class RunReport
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly List<string> _lines = [];
    private int _contents, _copies, _failed, _expected;

    public bool HasFailures { get; private set; }

    /// <summary>Receives what is worth a line now and then.</summary>
    public IProgress<string> Progress { get; } = new ConsoleProgress<string>(line => line);

    public void Add(Outcome outcome)
    {
        lock (_lock)
        {
            if (outcome.Failure is not null) Fail(outcome.Failure);
            else if (outcome.Item is not null) _contents++;
            else _copies++;
            var done = _contents + _copies + _failed;
            Progress.Report(_expected > 0 ? $"{done} of {_expected} files, {done / _since.Elapsed.TotalSeconds:F1} per second" : $"{done} files");
        }
    }

    public void Fail(string reason)
    {
        lock (_lock)
        {
            _failed++;
            HasFailures = true;
            Console.Error.WriteLine(reason);
        }
    }

    public void Expect(FolderChanges changes)
    {
        lock (_lock)
        {
            _expected = changes.ToIndex.Count;
            _lines.Clear();
            _lines.Add($"{changes.Unchanged} files unchanged, {changes.Gone.Count} removed");
        }
    }

    /// <summary>Adds what all processes did together.</summary>
    public void SumUp(int indexed, IReadOnlyList<string> failures, int unfinished)
    {
        lock (_lock)
        {
            HasFailures |= failures.Count > 0 || unfinished > 0;
            _lines.Add($"all processes: {indexed} files indexed, {failures.Count} failed");
            _lines.AddRange(failures.Select(failure => $"  {failure}"));
            if (unfinished > 0)
                _lines.Add($"  {unfinished} files were given up after several tries: see the dashboard for the reason, and run again");
        }
    }

    public async Task PrintAsync(LibraryStore store, CancellationToken cancellationToken)
    {
        var counts = new List<string>();
        foreach (var modality in Enum.GetValues<Modality>())
            if (await store.Index.CountAsync(modality, cancellationToken) is var count and > 0)
                counts.Add($"{count} {modality.ToString().ToLowerInvariant()}");
        var all = await store.Index.CountAsync(cancellationToken: cancellationToken);
        Console.WriteLine($"{_contents} contents indexed, {_copies} copies, {_failed} failed in {_since.Elapsed.TotalSeconds:F1} s");
        _lines.ForEach(Console.WriteLine);
        Console.WriteLine($"the index holds {all} items{(counts.Count > 0 ? ": " : "")}{string.Join(", ", counts)}");
    }
}
