using System.Text.RegularExpressions;

namespace Mmva.Diagnostics;

/// <summary>Paths for reports that may be published: without the names of users.</summary>
internal static class ShortPath
{
    /// <summary>Returns a path relative to the program's folder if it is below it; the user's folder is <c>~</c>.</summary>
    public static string Of(string path)
    {
        // a name that is looked up on PATH
        if (!path.Contains(Path.DirectorySeparatorChar) && !path.Contains(Path.AltDirectorySeparatorChar)) return path;
        var full = Path.GetFullPath(path);
        return Below(AppContext.BaseDirectory, full) ?? In(full);
    }

    /// <summary>Returns a text in which the user's folder is <c>~</c>.</summary>
    public static string In(string text)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile).TrimEnd(Path.DirectorySeparatorChar);
        // not within another path, such as /backup/home/me
        return home.Length == 0 ? text : Regex.Replace(text, $@"(?<![\w.-]){Regex.Escape(home)}(?=[/\\])", "~");
    }

    private static string? Below(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        return relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? null : relative;
    }
}
