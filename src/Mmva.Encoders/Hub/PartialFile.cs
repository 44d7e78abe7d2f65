using System.Net.Http.Headers;

namespace Mmva.Encoders;

/// <summary>The bytes of a file received so far and, next to it, the ETag of the content that they belong to.</summary>
internal sealed class PartialFile(string target)
{
    private readonly string _tagPath = target + ".part.etag";

    public string Path { get; } = target + ".part";

    public string? ETag
    {
        // what a killed process has half-written is not a tag
        get => File.Exists(_tagPath) && EntityTagHeaderValue.TryParse(File.ReadAllText(_tagPath), out var tag) && !tag.IsWeak ? tag.Tag : null;
        set
        {
            if (value is null) File.Delete(_tagPath);
            else File.WriteAllText(_tagPath, value);
        }
    }

    public FileStream Open() => new(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);

    public void MoveTo(string path)
    {
        File.Move(Path, path, overwrite: true);
        ETag = null;
    }

    public void Delete()
    {
        File.Delete(Path);
        ETag = null;
    }
}
