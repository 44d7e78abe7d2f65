using Mmva;

namespace ConsoleProgram;

/// <summary>The folder of the results, made before the work starts. A new one that remains empty, as nothing succeeded, is removed.</summary>
public sealed class OutputFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _isNew;

    private OutputFolder(string path, bool isNew)
    {
        _path = path;
        _isNew = isNew;
    }

    /// <summary>The full path of a file in it.</summary>
    public string this[string file] => Path.Combine(_path, file);

    /// <summary>Creates the folder, unless it exists, and makes sure that files can be written to it.</summary>
    /// <exception cref="MmvaException">It cannot be created or written to, or one of the files is a folder.</exception>
    public static OutputFolder Create(string path, params string[] files)
    {
        path = Path.GetFullPath(path);
        var isNew = !Directory.Exists(path);
        try
        {
            Directory.CreateDirectory(path);
            File.Create(Path.Combine(path, $".{Path.GetRandomFileName()}"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{path}: cannot be written to: {e.Message}", e);
        }
        foreach (var file in files)
            if (Directory.Exists(Path.Combine(path, file))) throw new MmvaException($"{Path.Combine(path, file)}: is a folder, not a file.");
        return new(path, isNew);
    }

    public void Dispose()
    {
        try
        {
            if (_isNew && !Directory.EnumerateFileSystemEntries(_path).Any()) Directory.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // must not hide the error that came before
        }
    }
}
