namespace Mmva.Encoders;

/// <summary>What has come of a file so far, and beside it the server's mark (ETag) of the content that it belongs to.</summary>
internal sealed class PartialFile(string target)
{
    private readonly string _markPath = target + ".part.etag";

    public string Path { get; } = target + ".part";

    public string? Mark
    {
        get => File.Exists(_markPath) ? File.ReadAllText(_markPath) : null;
        set
        {
            if (value is null) File.Delete(_markPath);
            else File.WriteAllText(_markPath, value);
        }
    }

    public FileStream Open() => new(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);

    public void MoveTo(string place)
    {
        File.Move(Path, place, overwrite: true);
        Mark = null;
    }

    public void Delete()
    {
        File.Delete(Path);
        Mark = null;
    }
}
