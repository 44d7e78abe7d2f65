using System.Text;
using Mmva;

namespace MoodTagging;

/// <summary>A list of changes, one line of JSON each, that is on disk before the file it speaks of is replaced.</summary>
internal sealed class UndoList : IDisposable
{
    private readonly string _path;
    private FileStream? _file;

    private UndoList(string path) => _path = path;

    /// <summary>The list is created with its first change, but a place where it cannot be is refused at once.</summary>
    public static UndoList Open(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new MmvaException($"{path}: is a folder; --undo-list takes a file.");
        if (!Directory.Exists(Path.GetDirectoryName(full))) throw new MmvaException($"{path}: there is no such folder for the undo list.");
        return new(full);
    }

    public void Add(MoodTagUndo undo)
    {
        try
        {
            _file ??= Append();
            _file.Write(Encoding.UTF8.GetBytes($"{undo}\n"));
            _file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{_path}: the undo list cannot be written, so nothing is changed: {e.Message}", e);
        }
    }

    // a killed run may have left a line without its end
    private FileStream Append()
    {
        var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (file.Length > 0)
        {
            file.Position = file.Length - 1;
            if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
        }
        return file;
    }

    public void Dispose() => _file?.Dispose();
}
