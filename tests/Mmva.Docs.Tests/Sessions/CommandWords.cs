using System.Text.RegularExpressions;

namespace Documents.Sessions;

/// <summary>The words of a command: separated by spaces, those in double quotes as they are.</summary>
internal static partial class CommandWords
{
    public static string[] Of(string command) =>
        [.. Words().Matches(command).Select(word => word.Value.Replace("\"", "", StringComparison.Ordinal))];

    [GeneratedRegex("""(?:"[^"]*"|[^\s"])+""")]
    private static partial Regex Words();
}
