using System.Security.Cryptography;
using System.Text;
using DemoMedia;
using Mmva;

namespace Web.Music;

/// <summary>Where the music lies: the user's folder, or a temporary one with eight synthesised tracks, which is gone in the end.</summary>
internal sealed class MusicFolder(string? path) : IDisposable
{
    private readonly string _path = path is null ? Directory.CreateTempSubdirectory("mmva-web-").FullName : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>What the page calls it.</summary>
    public string Name => path is null ? "the demo library" : Path.GetFileName(_path);

    /// <summary>All audio files, including those in subfolders.</summary>
    public IReadOnlyList<string> FindFiles()
    {
        if (path is null) DemoTracks.Write(_path);
        return MediaFiles.Find(_path, MediaKind.Audio);
    }

    /// <summary>A file's name within the folder.</summary>
    public string Relative(string file) => Path.GetRelativePath(_path, file);

    /// <summary>A message in which files are called by their names within the folder: nobody at the page needs to know where it lies.</summary>
    public string WithoutPath(string message) => message.Replace(_path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    /// <summary>The same for the same file whenever the program runs, so that browsers can keep what they have loaded.</summary>
    public string IdOf(string file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Relative(file))).AsSpan(0, 8));

    public void Dispose()
    {
        if (path is null) Directory.Delete(_path, recursive: true);
    }
}
