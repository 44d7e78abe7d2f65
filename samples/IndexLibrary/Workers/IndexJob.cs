using Hangfire;
using IndexLibrary.Files;
using IndexLibrary.Indexing;
using IndexLibrary.Stores;
using Mmva;

namespace IndexLibrary.Workers;

/// <summary>The work of one job. It may run twice: what the first run recorded is not done again.</summary>
public sealed class IndexJob
{
    private readonly LibraryStore _store;
    private readonly Indexer _indexer;
    private readonly Action<Outcome> _report;

    internal IndexJob(LibraryStore store, Indexer indexer, Action<Outcome> report) => (_store, _indexer, _report) = (store, indexer, report);

    /// <summary>Puts files into the index.</summary>
    /// <param name="paths">Full paths, the same on all machines.</param>
    /// <param name="cancellationToken">Hangfire's: the worker shuts down, or the job was deleted.</param>
    [AutomaticRetry(Attempts = 5, DelaysInSeconds = [1, 5, 15, 30, 60])]
    public async Task RunAsync(string[] paths, CancellationToken cancellationToken)
    {
        var (files, missing) = (new List<LibraryFile>(), new List<Outcome>());
        foreach (var path in paths)
        {
            try
            {
                var file = LibraryFile.Of(path);
                if (!await _store.Catalogue.HasAsync(file, cancellationToken)) files.Add(file);
            }
            catch (MediaException e)
            {
                missing.Add(Outcome.Failed(new LibraryFile(path, 0, 0), e.Message));
            }
        }
        if (missing.Count > 0) await new Recorder(_store).RecordAsync(missing, cancellationToken);
        missing.ForEach(_report);
        await _indexer.IndexAsync(files, _report, cancellationToken);
    }
}
