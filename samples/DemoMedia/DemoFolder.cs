namespace DemoMedia;

/// <summary>A temporary folder for what is made up; it is deleted in the end.</summary>
public sealed class DemoFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("mmva-demo-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
