using Mmva.WeightFiles;

namespace Mmva.Encoders;

internal static class RegularFile
{
    /// <summary>The bytes of a file, or of what a link leads to: <see cref="FileInfo"/> gives those of the link itself.</summary>
    /// <exception cref="WeightFileException">It is empty, or a pipe or device: these have no length, and opening a pipe would wait for its writer.</exception>
    /// <exception cref="IOException">It is not there.</exception>
    public static long LengthOf(string path)
    {
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        return file.Length is var length and > 0 ? length : throw new WeightFileException(path, "is empty (0 bytes) or no regular file. Download or write it again.");
    }
}
