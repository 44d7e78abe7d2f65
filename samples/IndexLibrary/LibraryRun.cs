using IndexLibrary.Files;
using IndexLibrary.Indexing;
using IndexLibrary.Stores;

namespace IndexLibrary;

/// <summary>A folder indexed by this process alone.</summary>
internal static class LibraryRun
{
    private const int RemovedAtOnce = 1000;

    public static async Task RunAsync(Arguments arguments, LibraryStore store, Indexer indexer, RunReport report, CancellationToken cancellationToken)
    {
        var scan = FolderScan.Of(arguments.Folder!, cancellationToken);
        report.AddUnreadable(scan.Unreadable);
        var changes = await FolderChanges.FindAsync(arguments.Folder!, scan, store, arguments.AllowEmpty, cancellationToken);
        await ForgetFailuresAsync(arguments.Folder!, store, cancellationToken);
        report.Expect(changes);
        await indexer.IndexAsync(changes.ToIndex, report.Add, cancellationToken);
        await RemoveAsync(changes.Gone, store, cancellationToken);
    }

    /// <summary>Takes what went wrong the last time out of the catalogue.</summary>
    public static async Task ForgetFailuresAsync(string folder, LibraryStore store, CancellationToken cancellationToken)
    {
        await using var writer = await store.Catalogue.WriteAsync(cancellationToken);
        await writer.ForgetFailuresAsync(folder, cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }

    /// <summary>Takes what is gone out of the index; at the end of a run, so that a file that was moved is known by its content and not embedded again.</summary>
    public static async Task RemoveAsync(IReadOnlyList<string> gone, LibraryStore store, CancellationToken cancellationToken)
    {
        foreach (var paths in gone.Chunk(RemovedAtOnce)) await new Recorder(store).RemoveAsync(paths, cancellationToken);
    }
}
