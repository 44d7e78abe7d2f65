using System.Diagnostics;
using System.Runtime.ExceptionServices;
using IndexLibrary.Files;
using IndexLibrary.Stores;
using Mmva;
using Mmva.Data;

namespace IndexLibrary.Indexing;

/// <summary>Puts files into the index: decoded ahead while the encoders work, each content once, recorded every few seconds.</summary>
internal sealed class Indexer(LibraryStore store, IEmotionPredictor predictor, IImageDecoder images, IAudioDecoder sounds)
{
    private const int MostUnrecorded = 256;

    /// <param name="files">The files; new, or changed since they were indexed.</param>
    /// <param name="report">Hears what became of each, once it is recorded.</param>
    /// <param name="cancellationToken">Ends the run; what is embedded is recorded first.</param>
    public async Task IndexAsync(IEnumerable<LibraryFile> files, Action<Outcome> report, CancellationToken cancellationToken)
    {
        var (reader, embedder, recorder) = (new ContentReader(store.Index, images, sounds), new Embedder(predictor), new Recorder(store));
        var (outcomes, copies, again, sinceRecord) = (new List<Outcome>(), new List<Outcome>(), new List<LibraryFile>(), Stopwatch.StartNew());
        try
        {
            await foreach (var result in MediaPipeline.ReadAheadAsync(files, reader.ReadAsync, cancellationToken: cancellationToken))
            {
                if (result.Error is EmotionIndexException) ExceptionDispatchInfo.Throw(result.Error); // not the file's fault
                if (!result.Succeeded) outcomes.Add(Outcome.Failed(result.Input, result.Error.Message));
                else if (result.Value!.IsToEmbed)
                {
                    if (!embedder.Takes(result.Value)) outcomes.AddRange(await embedder.EmbedAsync(cancellationToken));
                    embedder.Add(result.Input, result.Value);
                }
                else (result.Value.IsIndexed ? outcomes : copies).Add(new(result.Input, result.Value.Id, null, null));
                if (outcomes.Count >= MostUnrecorded || sinceRecord.Elapsed >= store.SaveInterval) await RecordAsync(cancellationToken);
            }
            outcomes.AddRange(await embedder.EmbedAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            await RecordAsync(CancellationToken.None);
            throw;
        }
        await RecordAsync(cancellationToken);

        // copies of what was embedded just now; if that failed, so do they
        foreach (var copy in copies)
            outcomes.Add(await store.Index.FindAsync(copy.Id!, cancellationToken) is not null ? copy : Outcome.Failed(copy.File, $"{copy.File.Path}: is a copy of a file that failed."));
        await RecordAsync(cancellationToken);
        if (again.Count > 0) await IndexAsync(again, report, cancellationToken);

        async Task RecordAsync(CancellationToken stop)
        {
            if (outcomes.Count > 0)
            {
                var lost = await recorder.RecordAsync(outcomes, stop);
                foreach (var outcome in outcomes)
                {
                    // it was a copy when it was read, then the last other file of this content changed
                    if (outcome.Id is not null && lost.Contains(outcome.Id)) again.Add(outcome.File);
                    else report(outcome);
                }
                outcomes.Clear();
            }
            sinceRecord.Restart();
        }
    }
}
