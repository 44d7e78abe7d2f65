namespace Mmva.Encoders;

/// <summary>Names of repositories, revisions and files, checked before they become parts of addresses and paths.</summary>
internal static class HubNames
{
    /// <summary>The parts between slashes.</summary>
    /// <exception cref="ArgumentException">A part is empty, leads upwards or contains a character with a special meaning in file systems.</exception>
    public static string[] Parts(string name)
    {
        var parts = name.Split('/');
        return parts.All(IsValid) ? parts : throw new ArgumentException($"'{name}' is not the name of a repository, revision or file.", nameof(name));
    }

    public static Uri Address(Uri server, string repository, string revision, string file) => new(
        $"{server.AbsoluteUri.TrimEnd('/')}/{Escaped(repository)}/resolve/{Uri.EscapeDataString(revision)}/{Escaped(file)}");

    private static bool IsValid(string part) =>
        part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || "._-+@= ".Contains(c, StringComparison.Ordinal)) && !part.EndsWith('.')
            && !part.EndsWith(' ');

    private static string Escaped(string name) => string.Join('/', Parts(name).Select(Uri.EscapeDataString));
}
