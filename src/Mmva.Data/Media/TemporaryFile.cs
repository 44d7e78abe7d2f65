namespace Mmva.Data;

/// <summary>An empty temporary file, which is deleted on disposal.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.GetTempFileName();

    // a file that cannot be deleted must not hide the error that came before
    public void Dispose()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
