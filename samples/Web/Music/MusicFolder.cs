using System.Security.Cryptography;
using System.Text;
using DemoMedia;
using Mmva.Data;

namespace Web.Music;

/// <summary>Where the music lies: the user's folder, or a temporary one with eight synthesised tracks, which is gone in the end.</summary>
internal sealed class MusicFolder(string? path) : IDisposable
{
    private readonly string _path = path is null ? Directory.CreateTempSubdirectory("mmva-web-").FullName : Path.GetFullPath(path);

    /// <summary>What the page calls it.</summary>
    public string Name => path is null ? "the demo library" : Path.GetFileName(Path.TrimEndingDirectorySeparator(_path));

    /// <summary>All files that should hold sound, those in subfolders too.</summary>
    public IReadOnlyList<string> FindFiles()
    {
        if (path is null) DemoTracks.Write(_path);
        return [.. Directory.EnumerateFiles(_path, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(file => MediaKinds.OfExtension(file) == MediaKind.Audio).Order(StringComparer.Ordinal)];
    }

    /// <summary>A file's name within the folder.</summary>
    public string Relative(string file) => Path.GetRelativePath(_path, file);

    /// <summary>The same for the same file whenever the program runs, so that browsers can keep what they have loaded.</summary>
    public string IdOf(string file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Relative(file))).AsSpan(0, 8));

    public void Dispose()
    {
        if (path is null) Directory.Delete(_path, recursive: true);
    }
}
