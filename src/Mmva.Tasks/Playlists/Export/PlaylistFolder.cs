namespace Mmva.Tasks;

/// <summary>The folder that the paths in a playlist start from.</summary>
internal sealed class PlaylistFolder
{
    private readonly string _folder;
    private readonly string _real;
    private readonly Dictionary<string, string> _realFolders = [];

    /// <param name="playlist">The path of the playlist.</param>
    public PlaylistFolder(string playlist)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(playlist)) ?? Path.GetFullPath(playlist);
        _real = RealPath(_folder);
    }

    /// <summary>The line of a playlist that leads to a track.</summary>
    public string EntryOf(string path)
    {
        if (IsAddress(path)) return path;
        var full = Path.GetFullPath(path);
        var entry = Path.GetRelativePath(_folder, full);
        // "up" means the parent of the real folder: where there are links, it is counted from there
        if (IsUpwards(entry))
        {
            var folder = Path.GetDirectoryName(full)!;
            if (!_realFolders.TryGetValue(folder, out var real)) _realFolders.Add(folder, real = RealPath(folder));
            entry = Path.GetRelativePath(_real, Path.Combine(real, Path.GetFileName(full)));
        }
        if (Path.DirectorySeparatorChar != '/') entry = entry.Replace(Path.DirectorySeparatorChar, '/');
        return NeedsDot(entry) ? "./" + entry : entry;
    }

    private static bool IsUpwards(string entry) => entry.StartsWith("..", StringComparison.Ordinal);

    // "#" begins a comment, a space is removed, and "a:b/c.mp3" could be an address
    private static bool NeedsDot(string entry) => entry[0] == '#' || char.IsWhiteSpace(entry[0])
        || (!Path.IsPathRooted(entry) && entry.Contains(':', StringComparison.Ordinal) && !IsUpwards(entry));

    private static bool IsAddress(string path) =>
        path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    // resolves the links among the folders of a path, as the operating system does
    private static string RealPath(string folder)
    {
        try
        {
            var parent = Path.GetDirectoryName(folder);
            if (parent is null) return folder;
            var own = Path.Combine(RealPath(parent), Path.GetFileName(folder));
            return new DirectoryInfo(own).ResolveLinkTarget(returnFinalTarget: true)?.FullName is { } target ? RealPath(target) : own;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return folder;
        }
    }
}
