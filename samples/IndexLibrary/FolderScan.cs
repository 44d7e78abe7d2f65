using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Files;

namespace IndexLibrary;

/// <summary>The media files below a folder, by extension, without names that begin with a dot and links to folders, which may be cyclic.</summary>
/// <param name="Failures">Files that could not be examined.</param>
/// <param name="Unsearched">Folders that could not be searched: nothing is known of what is in them.</param>
/// <param name="PassedOver">The other files: how many have an extension, and some of their paths.</param>
internal sealed record FolderScan(
    IReadOnlyList<LibraryFile> Files, IReadOnlyList<MediaException> Failures, IReadOnlyList<MediaException> Unsearched,
    IReadOnlyDictionary<string, (int Count, List<string> Examples)> PassedOver)
{
    private const int MostExamples = 3;

    private readonly HashSet<string> _unknown = [.. Failures.Concat(Unsearched).Select(e => e.Name)];

    public static FolderScan Empty { get; } = new([], [], [], new Dictionary<string, (int, List<string>)>());

    public static FolderScan Of(string folder, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, LibraryFile>(StringComparer.Ordinal);
        var (failures, unsearched) = (new SortedDictionary<string, MediaException>(StringComparer.Ordinal), new List<MediaException>());
        var passedOver = new Dictionary<string, (int Count, List<string> Examples)>(StringComparer.Ordinal);
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out var current))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                foreach (var entry in new DirectoryInfo(current).EnumerateFileSystemInfos())
                {
                    if (entry.Name.StartsWith('.')) continue;
                    if (entry is DirectoryInfo { LinkTarget: null }) pending.Push(entry.FullName);
                    else if (entry is not FileInfo) continue;
                    else if (MediaFiles.KindOfExtension(entry.Name) != MediaKind.Unknown) Add(entry.FullName);
                    else PassOver(entry);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unsearched.Add(new MediaException(current, $"cannot be searched: {e.Message}", e));
            }
        }
        return new([.. files.Values], [.. failures.Values], unsearched, passedOver);

        void Add(string path)
        {
            try
            {
                if (!files.TryAdd(path, LibraryFile.Of(path))) Fail(path, new(path, RegularFile.Missing(path)));
            }
            catch (MediaException e)
            {
                Fail(path, e);
            }
        }

        // names that are not UTF-8 may read alike
        void Fail(string path, MediaException error)
        {
            for (var copies = 1; !failures.TryAdd(error.Name, error); error = new($"{path} ({++copies})", RegularFile.Missing(path))) { }
        }

        void PassOver(FileSystemInfo entry)
        {
            var kind = entry.Extension.ToLowerInvariant();
            var (count, examples) = passedOver.TryGetValue(kind, out var known) ? known : (0, []);
            if (count < MostExamples) examples.Add(Path.GetRelativePath(folder, entry.FullName));
            passedOver[kind] = (count + 1, examples);
        }
    }

    /// <summary>Whether the scan could not have found an existing file.</summary>
    public bool MayHaveMissed(string path)
    {
        for (string? above = path; _unknown.Count > 0 && above is not null; above = Path.GetDirectoryName(above))
            if (_unknown.Contains(above)) return true;
        return false;
    }
}
