namespace Mmva.Files;

/// <summary>Examines files before they are opened.</summary>
internal static class RegularFile
{
    /// <summary>Returns the file at a path, following symbolic links, which <see cref="FileInfo"/> alone does not. It need not exist.</summary>
    /// <exception cref="IOException">The links form a cycle or cannot be read.</exception>
    public static FileInfo Of(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
    }

    /// <summary>Returns the length of a file in bytes, following symbolic links.</summary>
    /// <returns>The length, or 0 for pipes and devices, so that they are not opened: opening a pipe would wait for its writer.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static long LengthOf(string path) => Of(path).Length;

    /// <summary>Says why there is nothing at a path.</summary>
    public static string Missing(string path) => path.Contains('\uFFFD')
        // what .NET shows for bytes that are not UTF-8, and cannot turn back into them
        ? "cannot be opened: its name, or that of its folder, is not valid UTF-8. Rename it."
        : "there is no such file.";
}
