namespace Mmva.Diagnostics;

/// <summary>A native library, and what to say if it cannot be used.</summary>
/// <param name="Name">The name for messages.</param>
/// <param name="File">The name of its file on this platform.</param>
/// <param name="ManagedNamespace">The namespace of the types that load it.</param>
/// <param name="PackageFor">Returns the package that contains it for a platform.</param>
/// <param name="Platforms">
/// The platforms (runtime identifiers) for which packages contain it, or <see langword="null"/> for all that .NET runs on.
/// </param>
internal sealed record NativeLibrary(
    string Name, string File, string ManagedNamespace, Func<string, string> PackageFor, IReadOnlyList<string>? Platforms = null)
{
    private volatile bool _isLoaded;

    /// <summary>Makes sure that the library can be used, once per process.</summary>
    /// <param name="probe">Calls the library.</param>
    /// <exception cref="NativeLibraryException">It cannot be used.</exception>
    public void Require(Action probe)
    {
        if (_isLoaded) return;
        try
        {
            probe();
            _isLoaded = true;
        }
        catch (Exception e) when (ErrorFor(e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>Explains an exception that means that the library cannot be used.</summary>
    /// <returns>The exception to throw, or <see langword="null"/> for one that means something else.</returns>
    public NativeLibraryException? ErrorFor(Exception e) => ErrorFor(e, Platform.Identifier, FilesIn(SearchedFolders()));

    /// <inheritdoc cref="ErrorFor(Exception)"/>
    /// <param name="e">The exception.</param>
    /// <param name="platform">The runtime identifier.</param>
    /// <param name="files">The files of the library that exist.</param>
    internal NativeLibraryException? ErrorFor(Exception e, string platform, IEnumerable<string> files)
    {
        var isOwn = false;
        var cause = e;
        // static constructors wrap what they throw
        for (; cause is TypeInitializationException { InnerException: { } inner } type; cause = inner)
            isOwn |= type.TypeName.StartsWith(ManagedNamespace + ".", StringComparison.Ordinal);
        isOwn |= cause is DllNotFoundException && cause.Message.Contains(Path.GetFileNameWithoutExtension(File), StringComparison.OrdinalIgnoreCase);
        if (!isOwn) return null;
        var package = PackageFor(platform);
        var fault = cause is not (DllNotFoundException or BadImageFormatException)
            ? $"{Name}: its native library {File} is not of the version that the program was built with ({FirstLine(cause)}). "
                + $"Use the package {package} in the version of its managed part."
            : files.FirstOrDefault() is { } found
                ? $"{Name}: its native library {found} cannot be loaded on {platform} ({Reason(cause, found)}). Use the file that the "
                    + $"package {package} contains for this platform, and install what it depends on."
                : $"{Name}: its native library {File} was not found for {platform}. Add the package {package} to the program that is started, "
                    + $"and publish the program for this platform (dotnet publish -r {platform}).";
        if (Platforms is not null && !Platforms.Contains(platform))
            fault += $" That package supports {string.Join(", ", Platforms)}; for {platform}, the library must come from elsewhere.";
        return new(Name, package, platform, fault, e);
    }

    // the loader reports each file that it tried, in lines of the form "path: reason"
    private static string Reason(Exception cause, string file) =>
        cause.Message.Split('\n').FirstOrDefault(line => line.StartsWith(file + ": ", StringComparison.Ordinal)) is { } line
            ? line[(file.Length + 2)..].Trim().TrimEnd('.')
            : FirstLine(cause);

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.', ':', ' ');

    private IEnumerable<string> FilesIn(IEnumerable<string> folders) => folders.Select(folder => Path.Combine(folder, File)).Where(Path.Exists);

    private static IEnumerable<string> SearchedFolders() =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [])
        .Append(AppContext.BaseDirectory);
}
