using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Documents.Sessions;

/// <summary>
/// A block <c>console</c> of a document: commands, each behind <c>$ </c>, and what they print to standard output. <c>…</c> stands for any text of a
/// line, and alone on a line for any further lines. Numbers with decimals may differ slightly, as processors compute differently.
/// </summary>
internal sealed partial class ConsoleSession(string document, IReadOnlyList<ConsoleStep> steps)
{
    private const string Prompt = "$ ", Any = "…";
    private const double Tolerance = 2e-4, UnitsOfTheLastDigit = 1.5;

    /// <summary>The file that the block is in.</summary>
    public string Document => document;

    /// <summary>The commands and their output, in order.</summary>
    public IReadOnlyList<ConsoleStep> Steps => steps;

    /// <summary>All blocks of a document, in order.</summary>
    public static IReadOnlyList<ConsoleSession> In(string document, string text) =>
    [
        .. Blocks().Matches(text.ReplaceLineEndings("\n")).Select(block => new ConsoleSession(document, [.. Parse(block.Groups[1].Value)])),
    ];

    /// <summary>The document with other outputs.</summary>
    public static string Replace(string text, IReadOnlyList<IReadOnlyList<ConsoleStep>> sessions)
    {
        var next = 0;
        return Blocks().Replace(text, _ => $"```console\n{Text(sessions[next++])}```\n");
    }

    /// <summary>Whether the lines that a command printed are those that a document shows.</summary>
    public static bool Matches(IReadOnlyList<string> shown, IReadOnlyList<string> printed)
    {
        for (var i = 0; i < shown.Count; i++)
        {
            if (shown[i] == Any) return Enumerable.Range(i, printed.Count - i + 1).Any(k => Matches([.. shown.Skip(i + 1)], [.. printed.Skip(k)]));
            if (i >= printed.Count || !Matches(shown[i], printed[i])) return false;
        }
        return shown.Count == printed.Count;
    }

    private static bool Matches(string shown, string printed)
    {
        var texts = Decimals().Split(shown).Select(text => Regex.Escape(text).Replace(Any, ".*", StringComparison.Ordinal));
        var found = Regex.Match(printed, $"^{string.Join(@"(\d+\.\d+)", texts)}$");
        return found.Success && Decimals().Matches(shown).Zip(found.Groups.Values.Skip(1), (a, b) => IsNear(a.Value, b.Value)).All(near => near);
    }

    private static bool IsNear(string a, string b)
    {
        var unit = Math.Pow(10, -(a.Length - a.IndexOf('.', StringComparison.Ordinal) - 1));
        var difference = double.Parse(a, CultureInfo.InvariantCulture) - double.Parse(b, CultureInfo.InvariantCulture);
        return Math.Abs(difference) <= Math.Max(Tolerance, UnitsOfTheLastDigit * unit);
    }

    private static IEnumerable<ConsoleStep> Parse(string block)
    {
        foreach (var part in ("\n" + block).Split("\n" + Prompt).Skip(1))
        {
            var lines = part.TrimEnd('\n').Split('\n');
            yield return new(lines[0], lines[1..]);
        }
    }

    private static string Text(IReadOnlyList<ConsoleStep> steps) =>
        steps.Aggregate(new StringBuilder(), (text, step) => text.AppendJoin('\n', [Prompt + step.Command, .. step.Output]).Append('\n')).ToString();

    [GeneratedRegex("^```console\n(.*?)^```\n", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Decimals();
}
