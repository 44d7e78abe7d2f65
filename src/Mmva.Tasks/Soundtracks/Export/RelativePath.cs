namespace Mmva.Tasks;

/// <summary>Names files relative to the file that mentions them, with forward slashes.</summary>
internal static class RelativePath
{
    /// <param name="mentioning">The file that mentions the other.</param>
    /// <param name="path">The other file.</param>
    public static string Of(string mentioning, string path)
    {
        var relative = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(mentioning))!, Path.GetFullPath(path));
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The same as an address for a page; absolute if the files are on different drives.</summary>
    public static string Address(string mentioning, string path)
    {
        var relative = Of(mentioning, path);
        if (Path.IsPathRooted(relative)) return new Uri(relative).AbsoluteUri;
        return string.Join('/', relative.Split('/').Select(Uri.EscapeDataString));
    }
}
