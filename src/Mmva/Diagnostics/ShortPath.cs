namespace Mmva.Diagnostics;

/// <summary>Paths for reports that may be published: without the names of users.</summary>
internal static class ShortPath
{
    /// <summary>Returns a path relative to the program's folder if it is below it; one below the user's folder begins with <c>~</c>.</summary>
    public static string Of(string path)
    {
        // a name that is looked up on PATH
        if (!path.Contains(Path.DirectorySeparatorChar) && !path.Contains(Path.AltDirectorySeparatorChar)) return path;
        var full = Path.GetFullPath(path);
        return Below(AppContext.BaseDirectory, full) ?? (Below(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), full) is { } inHome
            ? Path.Combine("~", inHome) : full);
    }

    private static string? Below(string folder, string path)
    {
        if (folder.Length == 0) return null;
        var relative = Path.GetRelativePath(folder, path);
        return relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? null : relative;
    }
}
