using System.Diagnostics;
using IndexLibrary.Files;
using IndexLibrary.Stores;
using Mmva;
using Mmva.Data;

namespace IndexLibrary.Indexing;

/// <summary>Puts files into the index: each content once, recorded every few seconds.</summary>
internal sealed class Indexer(LibraryStore store, IEmotionPredictor predictor, MediaDecoder decoder)
{
    private const int FilesAtOnce = 64;
    private const int MostUnrecorded = 256;

    /// <param name="files">The files: new, or changed since they were indexed.</param>
    /// <param name="report">Receives the outcome of each file once it is recorded.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. What is encoded is recorded first.</param>
    public async Task IndexAsync(IEnumerable<LibraryFile> files, Action<Outcome> report, CancellationToken cancellationToken)
    {
        var run = new Run(store, predictor, decoder, report);
        try
        {
            foreach (var some in files.Chunk(FilesAtOnce)) await run.IndexAsync(some, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await run.RecordAsync(CancellationToken.None);
            throw;
        }
        var again = await run.EndAsync(cancellationToken);
        if (again.Count > 0) await IndexAsync(again, report, cancellationToken);
    }

    private sealed class Run(LibraryStore store, IEmotionPredictor predictor, MediaDecoder decoder, Action<Outcome> report)
    {
        private readonly Recorder _recorder = new(store);
        private readonly HashSet<string> _claimed = [];
        private readonly List<Outcome> _outcomes = [];
        private readonly List<Outcome> _copies = [];
        private readonly List<LibraryFile> _again = [];
        private readonly Stopwatch _sinceRecord = Stopwatch.StartNew();

        public async Task IndexAsync(IReadOnlyList<LibraryFile> files, CancellationToken cancellationToken)
        {
            var contents = await FindNewAsync(files, cancellationToken);
            await foreach (var result in predictor.PredictManyAsync(contents, ReadAsync, cancellationToken: cancellationToken))
            {
                var (file, id) = result.Input;
                await AddAsync(result.Value is { } predicted
                    ? new(file, id, new EmotionItem(id, predicted.Modality, predicted.Emotion, Embedding: predicted.Prediction.Embedding), null)
                    : Outcome.Failed(file, result.Error!.Message), cancellationToken);
            }
        }

        /// <summary>Records the rest.</summary>
        /// <returns>Files to index again, because another file of their content changed in the meantime.</returns>
        public async Task<IReadOnlyList<LibraryFile>> EndAsync(CancellationToken cancellationToken)
        {
            await RecordAsync(cancellationToken);
            // copies of what was encoded just now; if that failed, so do they
            foreach (var copy in _copies)
            {
                var isIndexed = await store.Index.FindAsync(copy.Id!, cancellationToken) is not null;
                _outcomes.Add(isIndexed ? copy : Outcome.Failed(copy.File, $"{copy.File.Path}: is a copy of a file that failed."));
            }
            await RecordAsync(cancellationToken);
            return _again;
        }

        public async Task RecordAsync(CancellationToken cancellationToken)
        {
            if (_outcomes.Count > 0)
            {
                var lost = await _recorder.RecordAsync(_outcomes, cancellationToken);
                foreach (var outcome in _outcomes)
                {
                    // it was a copy when it was read, then the last other file of this content changed
                    if (outcome.Id is not null && lost.Contains(outcome.Id)) _again.Add(outcome.File);
                    else report(outcome);
                }
                _outcomes.Clear();
            }
            _sinceRecord.Restart();
        }

        private async Task<List<LibraryContent>> FindNewAsync(IReadOnlyList<LibraryFile> files, CancellationToken cancellationToken)
        {
            var contents = new List<LibraryContent>();
            await foreach (var hashed in MediaPipeline.ReadAheadAsync(files, ContentId.OfFileAsync, cancellationToken: cancellationToken))
            {
                if (hashed.Value is not { } id) await AddAsync(Outcome.Failed(hashed.Input, hashed.Error!.Message), cancellationToken);
                else if (await store.Index.FindAsync(id, cancellationToken) is not null) await AddAsync(new(hashed.Input, id, null, null), cancellationToken);
                else if (_claimed.Add(id)) contents.Add(new(hashed.Input, id));
                else _copies.Add(new(hashed.Input, id, null, null));
            }
            return contents;
        }

        private async Task<MediaContent> ReadAsync(LibraryContent content, CancellationToken cancellationToken)
        {
            var path = content.File.Path;
            var decoded = await decoder.DecodeAsync(path, cancellationToken);
            return LibraryFile.Of(path) == content.File ? decoded : throw new MediaException(path, "changed while it was read; the next run indexes it.");
        }

        private async Task AddAsync(Outcome outcome, CancellationToken cancellationToken)
        {
            _outcomes.Add(outcome);
            if (_outcomes.Count >= MostUnrecorded || _sinceRecord.Elapsed >= store.SaveInterval) await RecordAsync(cancellationToken);
        }
    }

    /// <summary>A file whose content is not in the index.</summary>
    private sealed record LibraryContent(LibraryFile File, string Id)
    {
        public override string ToString() => File.Path;
    }
}
