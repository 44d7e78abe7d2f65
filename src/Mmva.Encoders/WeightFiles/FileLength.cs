namespace Mmva.Encoders.WeightFiles;

internal static class FileLength
{
    /// <summary>The bytes of a file, or of what a link leads to: <see cref="FileInfo"/> gives those of the link itself.</summary>
    public static long Of(string path)
    {
        using var file = File.OpenHandle(path);
        return RandomAccess.GetLength(file);
    }
}
