using Mmva;

namespace Web.Music;

/// <summary>Places the music on the emotion plane while the page is in use already. A file that fails is listed, and the others go on.</summary>
internal sealed partial class LibraryReader(
    MusicFolder folder, MusicLibrary library, IAudioDecoder decoder, IEmotionRetriever retriever, ILogger<LibraryReader> logger) : BackgroundService
{
    // one track is decoded while another one is encoded
    private const int DecodedAhead = 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var files = folder.FindFiles();
            library.Begin(files.Count);
            var results = retriever.IndexFilesAsync(
                files, file => (folder.IdOf(file), null), new MediaDecoder(decoder), new() { DecodeAhead = DecodedAhead, BatchSize = 1 }, cancellationToken: stoppingToken);
            await foreach (var result in results)
            {
                if (result.Value is { } item) library.Add(new Track(item.Id, Path.GetFileNameWithoutExtension(result.Input), result.Input, item.Emotion));
                else Fail(result.Input, result.Error!);
            }
            library.End();
            AllRead(files.Count);
        }
        // whatever it was: the page stays in use with what has been read
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            library.End(folder.WithoutPath(e.Message));
            EndedEarly(e);
        }
    }

    private void Fail(string file, MmvaException error) =>
        library.Add(new Failure(folder.Relative(file), folder.WithoutPath(error.Message.Replace(file + ": ", "", StringComparison.Ordinal))));

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Files} files of music.")]
    private partial void AllRead(int files);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the music ended early.")]
    private partial void EndedEarly(Exception exception);
}
