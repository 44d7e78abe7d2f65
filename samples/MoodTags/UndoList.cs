using System.Text;
using Mmva;

namespace MoodTagging;

/// <summary>A list of changes, one line of JSON each, that is on disk before the file it speaks of is replaced.</summary>
internal sealed class UndoList : IDisposable
{
    private static readonly byte[] Start = Encoding.UTF8.GetBytes("""{"format":"mmva-mood-tags-""");

    private readonly string _path;
    private readonly bool _isNew;
    private FileStream? _file;

    private UndoList(string path)
    {
        _path = path;
        _isNew = !File.Exists(path);
    }

    /// <summary>Opens a list for more changes. One that cannot be written is refused at once, before any music is listened to.</summary>
    public static UndoList Open(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new MmvaException($"{path}: is a folder; --undo-list takes a file.");
        if (!Directory.Exists(Path.GetDirectoryName(full))) throw new MmvaException($"{path}: there is no such folder for the undo list.");
        Check(path);
        var list = new UndoList(full);
        list.OrRefused(() => list._file = list.Append());
        return list;
    }

    /// <summary>Refuses a file that is not an undo list, such as a song: nothing must be added to it, nor can it be undone.</summary>
    public static void Check(string path)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var file = File.OpenRead(path);
            var head = new byte[Start.Length];
            var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (!head.AsSpan(0, length).SequenceEqual(Start.AsSpan(0, length))) throw new MmvaException($"{path}: is not an undo list.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{path}: the undo list cannot be read: {e.Message}", e);
        }
    }

    public void Add(MoodTagUndo undo) => OrRefused(() =>
    {
        var file = _file ??= Append();
        try
        {
            file.Write(Encoding.UTF8.GetBytes($"{undo}\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // half a line, as on a full disk, must not become the start of the next one
            _file = null;
            file.Dispose();
            throw;
        }
    });

    private void OrRefused(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{_path}: the undo list cannot be written, so nothing is changed: {e.Message}", e);
        }
    }

    // a killed run may have left a line without its end
    private FileStream Append()
    {
        var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (file.Length > 0)
        {
            file.Position = file.Length - 1;
            if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
        }
        return file;
    }

    public void Dispose()
    {
        var isEmpty = _isNew && _file is { Length: 0 };
        _file?.Dispose();
        if (isEmpty) File.Delete(_path);
    }
}
