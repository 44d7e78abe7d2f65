namespace Mmva;

/// <summary>
/// The exception for a native library (ONNX Runtime, Skia, ImageMagick, SQLite) that is missing, damaged, or of another version than its managed
/// part. It concerns the program, not an input, so it ends a run over many files.
/// </summary>
public sealed class NativeLibraryException : MmvaException
{
    internal NativeLibraryException(string library, string package, string runtimeIdentifier, string message, Exception innerException)
        : base(message, innerException)
    {
        Library = library;
        Package = package;
        RuntimeIdentifier = runtimeIdentifier;
    }

    /// <summary>The library, for example <c>ONNX Runtime</c>.</summary>
    public string Library { get; }

    /// <summary>The NuGet package that contains it for this platform, or for others if there is none for this one.</summary>
    public string Package { get; }

    /// <summary>The platform of this process as .NET names it, for example <c>linux-x64</c>.</summary>
    public string RuntimeIdentifier { get; }
}
