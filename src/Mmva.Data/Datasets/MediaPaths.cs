namespace Mmva.Data;

/// <summary>Where the files of a data set are.</summary>
internal static class MediaPaths
{
    /// <summary>The first file of a name that exists in some folders with some extensions, or <see langword="null"/>.</summary>
    public static string? Find(string folder, ReadOnlySpan<string> subfolders, string name, ReadOnlySpan<string> extensions)
    {
        foreach (var subfolder in subfolders)
        {
            foreach (var extension in extensions)
            {
                var path = Path.Combine(folder, subfolder, name + extension);
                if (File.Exists(path)) return path;
            }
        }
        return null;
    }

    /// <summary>The image of a name in the folder or in its folder <c>images</c>, or where it is expected.</summary>
    public static string Image(string folder, string name) =>
        Find(folder, ["images", ""], name, [".jpg", ".JPG", ".jpeg", ".png"]) ?? Path.Combine(folder, "images", name + ".jpg");

    /// <summary>The first of several tables that exists, or where the first is expected.</summary>
    public static string Table(string folder, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (File.Exists(Path.Combine(folder, name))) return Path.Combine(folder, name);
        return Path.Combine(folder, names[0]);
    }
}
