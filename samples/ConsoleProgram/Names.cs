namespace ConsoleProgram;

/// <summary>Names of files in lines of text.</summary>
public static class Names
{
    /// <summary>Replaces line ends, tabs and other control characters, which a name may contain, by spaces.</summary>
    public static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
