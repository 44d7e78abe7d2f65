using System.Diagnostics;
using IndexLibrary.Files;
using IndexLibrary.Indexing;
using IndexLibrary.Stores;
using Mmva;

namespace IndexLibrary;

/// <summary>What became of a run: progress and failures on standard error, the summary on standard output. Safe to use from several threads.</summary>
internal sealed class RunReport
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly List<string> _lines = [];
    private TimeSpan _next = TimeSpan.FromSeconds(1);
    private int _contents, _copies, _failed, _expected;

    /// <summary>Whether something went wrong.</summary>
    public bool HasFailures { get; private set; }

    /// <summary>Counts a file of this process.</summary>
    public void Add(Outcome outcome)
    {
        lock (_lock)
        {
            if (outcome.Failure is not null) Fail(outcome.Failure);
            else if (outcome.Item is not null) _contents++;
            else _copies++;
            var done = _contents + _copies + _failed;
            SayNowAndThen(_expected > 0 ? $"{done} of {_expected} files, {done / _since.Elapsed.TotalSeconds:F1} a second" : $"{done} files");
        }
    }

    public void AddUnreadable(IReadOnlyList<MediaException> unreadable)
    {
        lock (_lock)
            foreach (var error in unreadable) Fail(error.Message);
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

    /// <summary>What all processes did together.</summary>
    public void SumUp(int indexed, IReadOnlyList<string> failures, int unfinished)
    {
        lock (_lock)
        {
            HasFailures |= failures.Count > 0 || unfinished > 0;
            _lines.Add($"all processes: {indexed} files indexed, {failures.Count} failed");
            _lines.AddRange(failures.Select(failure => $"  {failure}"));
            if (unfinished > 0) _lines.Add($"  {unfinished} files were given up after several tries: see the dashboard for the reason, and run again");
        }
    }

    public void Say(string line)
    {
        lock (_lock) Console.Error.WriteLine(line);
    }

    public void SayNowAndThen(string line)
    {
        lock (_lock)
        {
            if (_since.Elapsed < _next) return;
            Console.Error.WriteLine(line);
            _next = _since.Elapsed + Interval;
        }
    }

    public async Task PrintAsync(LibraryStore store, CancellationToken cancellationToken)
    {
        var counts = new List<string>();
        foreach (var modality in Enum.GetValues<Modality>())
            if (await store.Index.CountAsync(modality, cancellationToken) is var count and > 0) counts.Add($"{count} {modality.ToString().ToLowerInvariant()}");
        var all = await store.Index.CountAsync(cancellationToken: cancellationToken);
        Console.WriteLine($"{_contents} contents indexed, {_copies} copies, {_failed} failed in {_since.Elapsed.TotalSeconds:F1} s");
        _lines.ForEach(Console.WriteLine);
        Console.WriteLine($"the index holds {all} items{(counts.Count > 0 ? ": " : "")}{string.Join(", ", counts)}");
    }

    private void Fail(string reason)
    {
        (_failed, HasFailures) = (_failed + 1, true);
        Console.Error.WriteLine(reason);
    }
}
