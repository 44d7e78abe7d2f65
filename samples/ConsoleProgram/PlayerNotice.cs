using System.Text.RegularExpressions;

namespace ConsoleProgram;

/// <summary>Reports the tracks of a playlist that not every player finds.</summary>
public static partial class PlayerNotice
{
    /// <summary>Prints on standard error how many entries VLC does not find, if there are any.</summary>
    public static void Print(string playlist, IEnumerable<string> tracks)
    {
        // VLC reads an entry as part of an address; others, such as mpv, as a path, so that no way of writing it is right for all
        var folder = Path.GetDirectoryName(Path.GetFullPath(playlist))!;
        var missed = tracks.Where(track => InAddress().IsMatch(Path.GetRelativePath(folder, track))).ToList();
        if (missed.Count > 0)
        {
            Console.Error.WriteLine(
                $"VLC does not find {missed.Count} of the tracks, as their paths contain #, ? or % with two digits: rename them for it. "
                + $"The first: {Names.OneLine(missed[0])}");
        }
    }

    [GeneratedRegex("[#?]|%[0-9A-Fa-f]{2}")]
    private static partial Regex InAddress();
}
