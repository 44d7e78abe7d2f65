using Mmva.Parity.Kinds;

namespace Mmva.Parity;

/// <summary>Replays the golden files of one kind.</summary>
internal interface IGoldenKind
{
    /// <summary>The kind's name: a folder is of this kind when its name is this, or this followed by '-'.</summary>
    string Name { get; }

    IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options);
}

internal static class ParityRunner
{
    private const string Broken = "(replay)";

    private static readonly IGoldenKind[] Kinds =
    [
        new AudioKind(),
        new ClipPreprocessKind(),
        new BertTokenizerKind(),
        new BertTinyKind(),
        new MertTinyKind(),
        new MertFormulaKind(),
        new MiniLmKind(),
        new MmvaHeadsKind(),
        new EfficientNetLite0Kind(),
        new MusicnnKind(),
        new RobertaTokenizerKind(),
        new RobertaTinyKind(),
        new RobertaFormulaKind(),
        new ClipTinyKind(),
        new ClipFormulaKind(),
        new MetricsKind(),
    ];

    public static IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        var kind = Kinds.Where(k => folder.Name == k.Name || folder.Name.StartsWith(k.Name + "-", StringComparison.Ordinal))
            .MaxBy(k => k.Name.Length);
        if (!Directory.Exists(folder.Path)) return [ParityRow.Failed(folder.Name, "no such folder")];
        if (kind is null)
            return [ParityRow.Skipped(folder.Name, "no golden kind of this name; known: " + string.Join(", ", Kinds.Select(k => k.Name)))];
        return Guarded(kind, folder, options);
    }

    // a kind that throws, whatever it is, fails as a row of its own, so that the other folders are still replayed
    private static IEnumerable<ParityRow> Guarded(IGoldenKind kind, GoldenFolder folder, ParityOptions options)
    {
        IEnumerator<ParityRow>? rows = null;
        try
        {
            for (ParityRow? row; (row = Next()) is not null;)
            {
                yield return row with { Output = $"{folder.Name}/{row.Output}" };
                if (row.Output == Broken) yield break;
            }
        }
        finally
        {
            rows?.Dispose();
        }

        ParityRow? Next()
        {
            try
            {
                rows ??= kind.Replay(folder, options).GetEnumerator();
                return rows.MoveNext() ? rows.Current : null;
            }
            catch (Exception e)
            {
                return ParityRow.Failed(Broken, e.Message.ReplaceLineEndings(" "));
            }
        }
    }
}
