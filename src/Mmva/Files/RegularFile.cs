namespace Mmva.Files;

/// <summary>What is known of a file before it is opened.</summary>
internal static class RegularFile
{
    /// <summary>The file that a path leads to, symbolic links followed: <see cref="FileInfo"/> describes the link itself.</summary>
    /// <exception cref="IOException">The links form a circle, or cannot be read.</exception>
    public static FileInfo Of(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
    }

    /// <summary>The length of a file in bytes, symbolic links followed.</summary>
    /// <returns>0 for an empty file, and for pipes and devices: opening a pipe would wait for its writer.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static long LengthOf(string path) => Of(path).Length;
}
