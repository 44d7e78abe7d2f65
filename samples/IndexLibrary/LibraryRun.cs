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
        await ForgetAsync(arguments.Folder!, changes.Gone, store, cancellationToken);
        report.Expect(changes);
        await indexer.IndexAsync(changes.ToIndex, report.Add, cancellationToken);
    }

    /// <summary>Takes what is gone out of the index, and what went wrong the last time out of the catalogue.</summary>
    public static async Task ForgetAsync(string folder, IReadOnlyList<string> gone, LibraryStore store, CancellationToken cancellationToken)
    {
        await using (var writer = await store.Catalogue.WriteAsync(cancellationToken))
        {
            await writer.ForgetFailuresAsync(folder, cancellationToken);
            await writer.CommitAsync(cancellationToken);
        }
        foreach (var paths in gone.Chunk(RemovedAtOnce)) await new Recorder(store).RemoveAsync(paths, cancellationToken);
    }
}
