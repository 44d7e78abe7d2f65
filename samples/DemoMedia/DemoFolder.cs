namespace DemoMedia;

/// <summary>A temporary folder, deleted at the end.</summary>
public sealed class DemoFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mmva-demo-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
