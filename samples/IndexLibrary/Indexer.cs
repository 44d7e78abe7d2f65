using System.Diagnostics;
using System.Security.Cryptography;
using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace IndexLibrary;

/// <param name="Id">The id of its content, or null if it failed.</param>
/// <param name="Item">Its item, or null if the content was already in the index.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record Outcome(LibraryFile File, string? Id, EmotionItem? Item, string? Failure)
{
    /// <summary>Whether its content is unknown: it could not be read.</summary>
    public bool IsUnread { get; init; }

    /// <summary>Whether its content is the one that was indexed before.</summary>
    public bool IsSame { get; init; }

    public static Outcome Failed(LibraryFile file, string reason) => new(file, null, null, reason);
}

/// <summary>Indexes files: each content once, recorded every few seconds.</summary>
internal sealed class Indexer(LibraryStore store, IEmotionPredictor predictor, MediaDecoder decoder, int? decodeAhead = null)
{
    private const int FilesAtOnce = 64;
    private const int MostUnrecorded = 256;
    private const int BufferSize = 1 << 20;

    // two or three whole songs: larger batches would only take more memory
    private const long BatchBytes = 16 << 20;

    /// <summary>Reports the outcome of each file once it is recorded. Canceled, it records what is encoded first.</summary>
    public async Task IndexAsync(IEnumerable<LibraryFile> files, Action<Outcome> report, CancellationToken cancellationToken)
    {
        var run = new Run(store, predictor, decoder, decodeAhead, report);
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

    /// <summary>The SHA-256 of a file's bytes: the same for all its copies.</summary>
    private static async Task<string> HashAsync(LibraryFile file, CancellationToken cancellationToken)
    {
        // pipes and devices have no length either, and would never end
        if (file.Bytes == 0) throw new MediaException(file.Path, "is empty (0 bytes) or not a regular file.");
        try
        {
            await using var stream = new FileStream(
                file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(file.Path, $"cannot be read: {e.Message}", e);
        }
    }

    private sealed class Run(
        LibraryStore store, IEmotionPredictor predictor, MediaDecoder decoder, int? decodeAhead, Action<Outcome> report)
    {
        private readonly Recorder _recorder = new(store);
        private readonly HashSet<string> _claimed = [];
        private readonly List<Outcome> _outcomes = [], _copies = [];
        private readonly List<LibraryFile> _again = [];
        private readonly Stopwatch _sinceRecord = Stopwatch.StartNew();

        public async Task IndexAsync(IReadOnlyList<LibraryFile> files, CancellationToken cancellationToken)
        {
            var contents = await FindNewAsync(files, cancellationToken);
            // excerpts of music are small, images are not
            var isMusic = contents.TrueForAll(content => MediaFiles.KindOfExtension(content.File.Path) == MediaKind.Audio);
            var options = new FileBatchOptions { MaxBatchBytes = BatchBytes, DecodeAhead = isMusic ? decodeAhead : null };
            await foreach (var result in predictor.PredictManyAsync(contents, ReadAsync, options, cancellationToken: cancellationToken))
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
            // copies of what was just encoded; if that failed, so do they
            foreach (var copy in _copies)
            {
                var isIndexed = await store.FindAsync(copy.Id!, cancellationToken) is not null;
                _outcomes.Add(isIndexed ? copy : Outcome.Failed(copy.File, $"{copy.File.Path}: is a copy of a file that failed."));
            }
            await RecordAsync(cancellationToken);
            return _again;
        }

        public async Task RecordAsync(CancellationToken cancellationToken)
        {
            if (_outcomes.Count > 0)
            {
                var (lost, same) = await _recorder.RecordAsync(_outcomes, cancellationToken);
                foreach (var outcome in _outcomes)
                {
                    // it was a copy when it was read, then the last other file of this content changed
                    if (outcome.Id is not null && lost.Contains(outcome.Id)) _again.Add(outcome.File);
                    else report(outcome with { IsSame = outcome.Item is null && same.Contains(outcome.File.Path) });
                }
                _outcomes.Clear();
            }
            _sinceRecord.Restart();
        }

        private async Task<List<LibraryContent>> FindNewAsync(IReadOnlyList<LibraryFile> files, CancellationToken cancellationToken)
        {
            var contents = new List<LibraryContent>();
            await foreach (var hashed in MediaPipeline.ReadAheadAsync(files, HashAsync, cancellationToken: cancellationToken))
            {
                if (hashed.Value is not { } id)
                    await AddAsync(Outcome.Failed(hashed.Input, hashed.Error!.Message) with { IsUnread = true }, cancellationToken);
                else if (await store.FindAsync(id, cancellationToken) is not null)
                    await AddAsync(new(hashed.Input, id, null, null), cancellationToken);
                else if (_claimed.Add(id)) contents.Add(new(hashed.Input, id));
                else _copies.Add(new(hashed.Input, id, null, null));
            }
            return contents;
        }

        private async Task<MediaContent> ReadAsync(LibraryContent content, CancellationToken cancellationToken)
        {
            var path = content.File.Path;
            var decoded = await decoder.DecodeAsync(path, cancellationToken);
            return LibraryFile.Of(path) == content.File
                ? decoded : throw new MediaException(path, "changed while it was read; the next run indexes it.");
        }

        private async Task AddAsync(Outcome outcome, CancellationToken cancellationToken)
        {
            _outcomes.Add(outcome);
            if (_outcomes.Count >= MostUnrecorded || _sinceRecord.Elapsed >= store.SaveInterval) await RecordAsync(cancellationToken);
        }
    }

    private sealed record LibraryContent(LibraryFile File, string Id)
    {
        public override string ToString() => File.Path;
    }
}
