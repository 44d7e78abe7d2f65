using ConsoleProgram;
using Mmva;

namespace MoodTagging;

/// <summary>Tags the files of a run, one by one, and counts the moods.</summary>
internal sealed class TagRun(IMoodTagWriter writer, MoodVocabulary vocabulary, Arguments arguments, UndoList? list, Failures failures)
{
    private const string Silent = "it is silent";

    private readonly Dictionary<string, int> _moods = [];
    private int _files, _changed, _withoutMood, _silent;

    /// <summary>The files that can be tagged; what cannot is reported before it is listened to.</summary>
    public IEnumerable<string> Readable(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                writer.Read(path);
            }
            catch (MmvaException e)
            {
                failures.Add(path, e);
                continue;
            }
            yield return path;
        }
    }

    public async Task TagAsync(string path, EmotionPrediction prediction, CancellationToken cancellationToken)
    {
        try
        {
            if (prediction.Notices.FirstOrDefault(notice => notice.StartsWith(Silent, StringComparison.Ordinal)) is { } silence)
            {
                Console.Error.WriteLine($"{Names.OneLine(path)}: {silence}; it gets no mood.");
                _silent++;
                return;
            }
            var old = writer.Read(path);
            var tags = old.Updated(prediction.Emotion, vocabulary, arguments.Overwrite);
            var changes = await writer.WriteAsync(path, tags, arguments.DryRun, undo => list?.Add(undo), cancellationToken);
            Count(tags, changes);
            // what another program wrote stays, and differs from what would have been written
            var wanted = old.Updated(prediction.Emotion, vocabulary, overwrite: true);
            var what = !changes ? "unchanged" : arguments.DryRun ? "would be written" : "written";
            Console.WriteLine(string.Join(
                '\t', Shown(tags.Moods), Shown(tags.Valence), Shown(tags.Arousal), tags.Equals(wanted) ? what : $"{what}, kept what was there",
                Names.OneLine(path)));
        }
        catch (MmvaException e)
        {
            failures.Add(path, e);
        }
    }

    public void PrintMoods()
    {
        Console.WriteLine();
        foreach (var (mood, count) in _moods.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
            Console.WriteLine($"{count,7:N0}  {100.0 * count / _files,5:F1} %  {mood}");
        if (_withoutMood > 0) Console.WriteLine($"{_withoutMood,7:N0}  {100.0 * _withoutMood / _files,5:F1} %  (no mood)");
        var change = arguments.DryRun ? "would change" : "changed";
        var silent = _silent > 0 ? $"{_silent:N0} silent, " : "";
        Console.WriteLine($"{_files:N0} files, {_changed:N0} {change}, {_files - _changed:N0} unchanged, {silent}{failures.Count:N0} failed");
        if (_changed > 0 && !arguments.DryRun) Console.WriteLine($"To take it back: MoodTags --undo {arguments.UndoList}");
    }

    private void Count(MoodTags tags, bool changes)
    {
        _files++;
        if (changes) _changed++;
        if (tags.Moods.Count == 0) _withoutMood++;
        foreach (var mood in tags.Moods) _moods[Names.OneLine(mood)] = _moods.GetValueOrDefault(Names.OneLine(mood)) + 1;
    }

    private static string Shown(IReadOnlyList<string> values) => values.Count == 0 ? "-" : Names.OneLine(string.Join("; ", values));
}
