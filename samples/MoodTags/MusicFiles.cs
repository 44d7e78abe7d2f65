using ConsoleProgram;
using Mmva;

namespace MoodTagging;

/// <summary>The music files of a run.</summary>
internal static class MusicFiles
{
    private const int IdLength = 32;
    private const string Temporary = ".tmp";

    /// <summary>Lists a file, or the audio files of a folder, where it deletes what a killed run left behind.</summary>
    public static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
        {
            OutputFile.DeleteLeftovers(Path.GetFullPath(path));
            return [Path.GetFullPath(path)];
        }
        var files = MediaFiles.Find(path, MediaKind.Audio, out var passedOver);
        foreach (var target in passedOver.Select(TargetOf).OfType<string>().Distinct()) OutputFile.DeleteLeftovers(target);
        IReadOnlyList<string> others = [.. passedOver.Where(file => TargetOf(file) is null)];
        if (others.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(others));
        return files.Count > 0 ? files : throw new MediaException(path, "has no music.");
    }

    // song.mp3 of song.mp3.0123456789abcdef0123456789abcdef.tmp
    private static string? TargetOf(string path)
    {
        if (!path.EndsWith(Temporary, StringComparison.Ordinal) || path.Length <= Temporary.Length + IdLength + 1) return null;
        var name = path[..^Temporary.Length];
        return name[^(IdLength + 1)] == '.' && Guid.TryParseExact(name[^IdLength..], "N", out _)
            && MediaFiles.KindOfExtension(name[..^(IdLength + 1)]) == MediaKind.Audio ? name[..^(IdLength + 1)] : null;
    }
}
