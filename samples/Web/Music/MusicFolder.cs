using System.Security.Cryptography;
using System.Text;
using DemoMedia;
using Mmva;

namespace Web.Music;

/// <summary>The folder of the music: the user's, or a temporary one with eight synthesized tracks, deleted at the end.</summary>
internal sealed class MusicFolder(string? path) : IDisposable
{
    private readonly DemoFolder? _demo = path is null ? new() : null;

    private string Folder => _demo?.Path ?? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path!));

    public string Name => path is null ? "the demo library" : Path.GetFileName(Folder);

    public IReadOnlyList<string> FindFiles()
    {
        if (_demo is not null) DemoTracks.Write(_demo.Path);
        return MediaFiles.Find(Folder, MediaKind.Audio);
    }

    public string Relative(string file) => Path.GetRelativePath(Folder, file);

    /// <summary>Replaces paths in a message by names within the folder: nobody at the page needs to know where it is.</summary>
    public string WithoutPath(string message) => message.Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    /// <summary>The same for the same file whenever the program runs, so that browsers can keep what they have loaded.</summary>
    public string IdOf(string file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Relative(file))).AsSpan(0, 8));

    public void Dispose() => _demo?.Dispose();
}
