using System.Diagnostics;
using ConsoleProgram;
using Mmva;

namespace IndexLibrary;

/// <summary>The report of a run: progress and failures on standard error, the summary on standard output. Safe to use from several threads.</summary>
internal sealed class RunReport
{
    private const int MostKinds = 10;

    private readonly Lock _lock = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly List<string> _lines = [];
    private int _contents, _copies, _same, _expected;

    public bool HasFailures { get; private set; }

    /// <summary>Receives what is worth a line now and then.</summary>
    public IProgress<string> Progress { get; } = new ConsoleProgress<string>(line => line);

    public void Add(Outcome outcome)
    {
        lock (_lock)
        {
            if (outcome.Failure is not null) Fail(outcome.File.Path, outcome.Failure);
            else
            {
                _failed.Remove(outcome.File.Path); // a job that runs again may succeed
                if (outcome.Item is not null) _contents++;
                else if (outcome.IsSame) _same++;
                else _copies++;
            }
            var done = _contents + _copies + _same + _failed.Count;
            Progress.Report(_expected > 0 ? $"{done} of {_expected} files, {done / _since.Elapsed.TotalSeconds:F1} per second" : $"{done} files");
        }
    }

    /// <summary>Reports what the scan could not examine.</summary>
    public void Begin(FolderChanges changes)
    {
        lock (_lock)
        {
            _expected = changes.ToIndex.Count + changes.Scan.Failures.Count;
            foreach (var failure in changes.Scan.Failures) Fail(failure.Name, failure.Message);
            foreach (var folder in changes.Scan.Unsearched) Warn(folder.Message);
        }
    }

    /// <summary>Reports what became of the files that were not to be indexed.</summary>
    public void End(FolderChanges changes, MissingFiles missing)
    {
        lock (_lock)
        {
            foreach (var reason in missing.Reasons) Warn(reason);
            var line = $"{changes.Unchanged} files unchanged, {missing.Removed} removed";
            if (missing.Kept > 0) line += $", {missing.Kept} missing but kept";
            if (changes.Scan.Unsearched.Count is > 0 and var folders) line += $", {folders} folders could not be searched";
            _lines.Add(line);
            if (changes.Scan.PassedOver.Count > 0) _lines.Add(PassedOver(changes.Scan));
        }
    }

    /// <summary>Adds what all processes did together.</summary>
    public void SumUp(int indexed, IReadOnlyList<string> failures, int unfinished)
    {
        lock (_lock)
        {
            HasFailures |= failures.Count > 0 || unfinished > 0;
            _lines.Add($"all processes: {indexed} files indexed, {failures.Count} failed");
            _lines.AddRange(failures.Select(failure => $"  {Names.OneLine(failure)}"));
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
        var same = _same > 0 ? $", {_same} the same as before" : "";
        Console.WriteLine($"{_contents} contents indexed, {_copies} copies{same}, {_failed.Count} failed in {_since.Elapsed.TotalSeconds:F1} s");
        _lines.ForEach(Console.WriteLine);
        Console.WriteLine($"the index holds {all} items{(counts.Count > 0 ? ": " : "")}{string.Join(", ", counts)}");
    }

    private static string PassedOver(FolderScan scan)
    {
        var kinds = scan.PassedOver.OrderByDescending(kind => kind.Value.Count).ThenBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        var described = kinds.Take(MostKinds).Select(kind =>
        {
            var examples = string.Join(", ", kind.Value.Examples.Order(StringComparer.Ordinal).Select(Names.OneLine));
            var more = kind.Value.Count > kind.Value.Examples.Count ? ", …" : "";
            return $"{kind.Value.Count} {(kind.Key.Length > 0 ? kind.Key : "without extension")} ({examples}{more})";
        });
        var rest = kinds.Skip(MostKinds).Sum(kind => kind.Value.Count) is > 0 and var others ? $", {others} of other kinds" : "";
        var all = kinds.Sum(kind => kind.Value.Count);
        return $"{all} {(all == 1 ? "file" : "files")} passed over: {string.Join(", ", described)}{rest}";
    }

    private void Fail(string path, string reason)
    {
        // a job that runs again fails again
        if (_failed.Add(path)) Warn(reason);
    }

    private void Warn(string line)
    {
        HasFailures = true;
        Console.Error.WriteLine(Names.OneLine(line));
    }
}
